import { equal } from "node:assert/strict";
import { lastWords } from "./last_words.ts";

Deno.test("lastWords() gives the line that tells most", () => {
  equal(lastWords({ stdout: [], stderr: [] }), "; it wrote nothing");
  equal(lastWords({ stdout: ["out", " "], stderr: ["a", " err ", ""] }), "; its last words: err");
  equal(lastWords({ stdout: ["out"], stderr: [] }), "; its last words: out");
  const trace = ["TypeError: x is not a function", "    at main.ts:3:1", "Node.js v24"];
  equal(lastWords({ stdout: [], stderr: trace }), "; its error: TypeError: x is not a function");
});

Deno.test("lastWords() repeats nothing that the message has already", () => {
  const output = { stdout: [], stderr: ["error: SyntaxError: no end of a text", "    at main.ts:3:1"] };
  equal(lastWords(output, "its source has an error: SyntaxError: no end of a text; it ended with exit code 1"), "");
  equal(lastWords(output, "it ended with exit code 1"), "; its error: error: SyntaxError: no end of a text");
});
