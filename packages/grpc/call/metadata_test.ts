import { deepEqual, equal, throws } from "node:assert/strict";
import { Metadata } from "./metadata.ts";

Deno.test("Metadata keeps keys in lower case, in order, more than once", () => {
  const metadata = new Metadata({ "X-One": ["a", "b"], two: "c" });
  metadata.append("x-one", "d");
  deepEqual([...metadata], [["x-one", "a"], ["x-one", "b"], ["two", "c"], ["x-one", "d"]]);
  metadata.set("X-ONE", "e");
  deepEqual([...metadata], [["two", "c"], ["x-one", "e"]]);
  metadata.delete("Two");
  equal(metadata.has("two"), false);
  equal(metadata.size, 1);
});

Deno.test("Metadata is copied from another, and neither changes the other", () => {
  const first = new Metadata({ one: "1" });
  const second = new Metadata(first);
  second.append("two", "2");
  deepEqual([first.size, second.size], [1, 2]);
});

Deno.test("Metadata sends bytes as base64 without padding, and reads both forms and lists", () => {
  const metadata = new Metadata({ "a-bin": Uint8Array.of(1, 2, 3, 4) });
  deepEqual(Metadata.toFields(metadata), [{ name: "a-bin", value: "AQIDBA" }]);
  const received = Metadata.fromFields([{ name: "b-bin", value: "AQIDBA==, BQ" }, { name: "c-bin", value: "!" }]);
  deepEqual(received.getAll("b-bin"), [Uint8Array.of(1, 2, 3, 4), Uint8Array.of(5)]);
  deepEqual(received.get("c-bin"), new Uint8Array(0));
});

Deno.test("Metadata.fromFields() leaves out what gRPC and HTTP/2 use themselves", () => {
  const names = [":path", "te", "content-type", "grpc-timeout", "grpc-status", "user-agent", "x-own"];
  const metadata = Metadata.fromFields(names.map((name) => ({ name, value: "v" })));
  deepEqual([...metadata].map(([key]) => key), ["user-agent", "x-own"]);
});

Deno.test("Metadata refuses keys and values that cannot be sent", () => {
  const metadata = new Metadata();
  for (const key of ["", "a b", "ä", ":path", "grpc-status", "Content-Type", "te"]) {
    throws(() => metadata.append(key, "v"), TypeError, key);
  }
  for (const value of ["ä", "a\nb", "\0"]) throws(() => metadata.append("key", value), TypeError);
  throws(() => metadata.append("a-bin", "text"), TypeError);
  throws(() => metadata.append("a", Uint8Array.of(1)), TypeError);
  equal(metadata.size, 0);
});
