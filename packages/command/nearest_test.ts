import { equal } from "node:assert/strict";
import { nearest } from "./nearest.ts";

Deno.test("nearest() finds the word behind a typing mistake, and none for another word", () => {
  const words = ["hello", "ping", "query"];
  equal(nearest("helo", words), "hello");
  equal(nearest("pnig", words), "ping");
  equal(nearest("conformance", words), null);
  equal(nearest("", words), null);
});

Deno.test("nearest() counts two swapped letters as one mistake", () => {
  equal(nearest("pnig", ["init", "ping"]), "ping");
});
