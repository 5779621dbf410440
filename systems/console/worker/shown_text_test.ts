import { strictEqual } from "node:assert/strict";
import { shownLine, shownLines } from "./shown_text.ts";

Deno.test("shownLine() shows each control, and those that turn the order of a line around", () => {
  strictEqual(shownLine("a\tb\r\nc\u0000\u007f\u0085"), "a\u2409b\u240d\u240ac\u2400\u2421\\u{85}");
  strictEqual(
    shownLine("admin\u202e // nimda \u2066x\u2069\u200f"),
    "admin\\u{202e} // nimda \\u{2066}x\\u{2069}\\u{200f}",
  );
  strictEqual(shownLine("שלום é 👩‍👩‍👧"), "שלום é 👩‍👩‍👧");
});

Deno.test("shownLines() keeps the ends of lines and tabs", () => {
  strictEqual(shownLines("a\tb\n\u202ec\r\n"), "a\tb\n\\u{202e}c\u240d\n");
});
