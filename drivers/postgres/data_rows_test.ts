import { deepStrictEqual } from "node:assert/strict";
import { Buffer } from "node:buffer";
import { CellCursor } from "./data_rows.ts";

/** Cells of a row as bytes, and the texts that they are. */
const CELLS: readonly (readonly [bytes: Uint8Array, text: string])[] = [
  ...["", "a", "é", "b", "\u{1f600}", "\uFEFFc", "x".repeat(64), "x".repeat(65), "é".repeat(40)]
    .map((text) => [new TextEncoder().encode(text), text] as const),
  [Uint8Array.of(0x61, 0xff, 0x62), "a\ufffdb"],
  [Uint8Array.of(0xc3), "\ufffd"],
];

Deno.test("CellCursor.text() is each text of a row, wherever the row lies, with any bytes beside it", () => {
  const parts: Uint8Array[] = [Uint8Array.of(0, CELLS.length)];
  for (const [bytes] of CELLS) parts.push(Uint8Array.of(0, 0, 0, bytes.length), bytes);
  const content = Buffer.concat(parts), header = Buffer.alloc(5);
  header.writeInt32BE(4 + content.length, 1);
  for (const before of [0, 3]) {
    const row = new CellCursor(Buffer.concat([Buffer.alloc(before, 0xff), header, content, header]), before + 5);
    const texts = CELLS.map(() => row.next() && row.text());
    deepStrictEqual(texts, CELLS.map(([, text]) => text));
    deepStrictEqual(row.end(), before + 5 + content.length);
  }
});
