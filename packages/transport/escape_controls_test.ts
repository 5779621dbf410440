import { equal } from "node:assert/strict";
import { escapeControls } from "./escape_controls.ts";

Deno.test("escapeControls() escapes C0, C1 and the controls of text direction, and nothing else", () => {
  const controls = [
    0,
    7,
    9,
    10,
    27,
    0x7f,
    0x85,
    0x9b,
    0x61c,
    0x200e,
    0x200f,
    0x2028,
    0x2029,
    0x202a,
    0x202e,
    0x2066,
    0x2069,
  ];
  for (const code of controls) {
    equal(escapeControls(`a${String.fromCharCode(code)}b`), `a\\u${code.toString(16).padStart(4, "0")}b`);
  }
  for (const text of ["", "é", "שלום", "👩‍🚀", "a\u200db", "\ufeff"]) equal(escapeControls(text), text);
});
