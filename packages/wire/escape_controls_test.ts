import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { escapeControls } from "./escape_controls.ts";

Deno.test("escapeControls() shows what steers a terminal or turns the direction of text", () => {
  strictEqual(escapeControls("a\x1b[2J\r\n\t\x7f\u009b"), "a\\u001b[2J\\u000d\\u000a\\u0009\\u007f\\u009b");
  for (const mark of "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u2028\u2029") {
    strictEqual(escapeControls(`x${mark}y`), `x\\u${mark.charCodeAt(0).toString(16).padStart(4, "0")}y`);
  }
  strictEqual(escapeControls("Grüße, 日本, שלום, a\u0301, 👩\u200d🔬"), "Grüße, 日本, שלום, a\u0301, 👩\u200d🔬");
});

Deno.test("escapeControls() leaves JSON the same JSON", () => {
  const value = { "\u202e": ["\u009b2J", "\u2028", "\x7f"] };
  deepStrictEqual(JSON.parse(escapeControls(JSON.stringify(value))), value);
});
