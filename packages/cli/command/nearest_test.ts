import { equal } from "node:assert/strict";
import { nearest } from "./nearest.ts";

Deno.test("nearest() finds the word behind a slip, and none behind another word", () => {
  const words = ["hello", "ping", "query"];
  equal(nearest("helo", words), "hello");
  equal(nearest("pnig", words), "ping");
  equal(nearest("conformance", words), null);
  equal(nearest("", words), null);
});

Deno.test("nearest() takes two letters that are swapped for one slip", () => {
  equal(nearest("pnig", ["init", "ping"]), "ping");
});
