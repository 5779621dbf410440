import { strictEqual } from "node:assert/strict";
import { DEFAULT_LIMITS, Float, type Value } from "@fluxwire/sdk";
import { RowEncoder } from "@fluxwire/sdk/rows";
import { textWriter, WRITERS } from "./cell_writer.ts";
import { CellCursor } from "./data_rows.ts";
import { asText, READERS } from "./text_cell.ts";

/** Texts that the server can send for each type. */
const TEXTS: Readonly<Record<string, readonly string[]>> = {
  int2: ["0", "-1", "32767", "-32768"],
  int4: ["7", "-2147483648"],
  int8: ["999999999999999", "-999999999999999", "1000000000000000", "9223372036854775807", "-9223372036854775808"],
  oid: ["4294967295"],
  float4: ["1", "1.5", "-0", "NaN"],
  float8: ["1e+308", "Infinity", "-Infinity", "0.1"],
  numeric: ["1.10", "NaN", "-12345678901234567890.5"],
  json: ['{"a": 1}'],
  jsonb: ['"é"'],
  bool: ["t", "f"],
  bytea: ["\\x00ff", "\\x", "a\\\\b\\001"],
  date: ["2024-01-02", "infinity", "10000-01-01"],
  time: ["12:00:00.5", "24:00:00"],
  timestamptz: ["2024-01-02 03:04:05.6+02", "infinity", "0044-03-15 00:00:00+00 BC"],
  text: ["", "a", "é", "x".repeat(65)],
};

function hexOf(write: (rows: RowEncoder) => void): string {
  let hex = "";
  const rows = new RowEncoder("postcard", DEFAULT_LIMITS, (chunk) => hex += chunk.toHex());
  rows.begin(1);
  write(rows);
  rows.finish();
  return hex;
}

for (const [name, texts] of Object.entries(TEXTS)) {
  Deno.test(`the writer of ${name} writes what its reader reads`, () => {
    for (const text of texts) {
      const bytes = new TextEncoder().encode(text);
      const message = Uint8Array.of(0, 1, 0, 0, 0, bytes.length, ...bytes), cell = new CellCursor(message, 0);
      cell.begin(message.length);
      cell.next();
      const read = (READERS.get(name) ?? asText)(text);
      const plain = (read instanceof Float ? read.value : read) as Value;
      const write = WRITERS.get(name) ?? textWriter("Text");
      strictEqual(hexOf((rows) => write(cell, rows)), hexOf((rows) => rows.cell(plain)), text);
    }
  });
}

Deno.test("every type with a reader has a writer", () => {
  strictEqual([...READERS.keys()].filter((name) => !WRITERS.has(name)).join(), "");
});
