import { equal } from "node:assert/strict";
import { lastWords } from "./last_words.ts";

Deno.test("lastWords() gives the line that tells most", () => {
  equal(lastWords({ stdout: [], stderr: [] }), "; it wrote nothing");
  equal(lastWords({ stdout: ["out", " "], stderr: ["a", " err ", ""] }), "; its last words: err");
  equal(lastWords({ stdout: ["out"], stderr: [] }), "; its last words: out");
  const trace = ["TypeError: x is not a function", "    at main.ts:3:1", "Node.js v24"];
  equal(lastWords({ stdout: [], stderr: trace }), "; its error: TypeError: x is not a function");
});
