import { deepStrictEqual, strictEqual, throws } from "node:assert/strict";
import { toBytes, toText, toWritable } from "./key_text.ts";

const utf8 = new TextEncoder();

Deno.test("toText() keeps UTF-8 unchanged, including a byte order mark", () => {
  for (const text of ["", "plain", "\u{feff}marked", "näme", '\\x41 "quoted"', "[not UTF-8]"]) {
    strictEqual(toText(utf8.encode(text)), text);
    strictEqual(toWritable(text), text);
    deepStrictEqual(toBytes(text), utf8.encode(text));
  }
});

Deno.test("toText() escapes bytes that are not UTF-8, and text that looks escaped, without loss", () => {
  const cases: [Uint8Array, string][] = [
    [Uint8Array.of(0x61, 0xff, 0x5c, 0x00), "[not UTF-8] a\\xff\\x5c\\x00"],
    [Uint8Array.of(0xc3, 0xa9, 0xc3), "[not UTF-8] \\xc3\\xa9\\xc3"],
    [utf8.encode("[not UTF-8] a"), "[not UTF-8] [not UTF-8] a"],
  ];
  for (const [bytes, text] of cases) {
    strictEqual(toText(bytes), text);
    deepStrictEqual(toBytes(text), bytes);
  }
});

Deno.test("toBytes() refuses an escaped name that was never shown", () => {
  for (const text of ["[not UTF-8] \\xg0", "[not UTF-8] é", "[not UTF-8] \\n", "[not UTF-8] a\n", "[not UTF-8] \\"]) {
    throws(() => toBytes(text), { code: "InvalidRequest", message: /^Cannot read / });
  }
  strictEqual(toBytes(`[not UTF-8] ${"x".repeat(15_000_000)}`).length, 15_000_000);
});

Deno.test("toWritable() refuses an escaped name, with a remedy", () => {
  throws(() => toWritable('[not UTF-8] "\\xff'), {
    code: "InvalidRequest",
    message: 'Cannot write key [not UTF-8] "\\xff: it is not UTF-8; use a command with "\\"\\xff" in the query editor',
  });
});
