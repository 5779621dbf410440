import { strictEqual } from "node:assert/strict";
import { DEFAULT_LIMITS } from "@fluxwire/sdk";
import { RowEncoder } from "@fluxwire/sdk/rows";
import { READERS, TEXT_KINDS } from "./text_cell.ts";
import { TypeCatalog } from "./type_catalog.ts";

/** Texts that the server can send for each type whose texts are sent as they are. */
const TEXTS: Readonly<Record<string, readonly string[]>> = {
  numeric: ["1.10", "NaN", "-12345678901234567890.5"],
  json: ['{"a": 1}', '"é"'],
  jsonb: ['"é"'],
  text: ["", "a", "é", "x".repeat(65)],
  uuid: ["a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"],
};

function hexOf(write: (rows: RowEncoder) => void): string {
  let hex = "";
  const rows = new RowEncoder("postcard", DEFAULT_LIMITS, (chunk) => hex += chunk.toHex());
  rows.begin(1);
  write(rows);
  rows.finish();
  return hex;
}

Deno.test("a text that is sent as it is has the bytes of what its type reads", () => {
  const types = new TypeCatalog(), names = Object.keys(TEXTS);
  types.add(names.map((name, i) => [String(i), name, null, ",", "t"]));
  for (const [i, name] of names.entries()) {
    const { text: kind, read } = types.get(i);
    for (const text of TEXTS[name]!) {
      const bytes = new TextEncoder().encode(text);
      strictEqual(
        hexOf((rows) => rows.utf8(kind!, bytes, 0, bytes.length)),
        hexOf((rows) => rows.cell(read(text))),
        text,
      );
    }
  }
});

Deno.test("only texts that are read as they are have a kind", () => {
  const types = new TypeCatalog(), names = [...READERS.keys(), "text"];
  types.add(names.map((name, i) => [String(i), name, null, ",", "t"]));
  const sent = names.filter((_, i) => types.get(i).text !== null);
  strictEqual(sent.join(), [...TEXT_KINDS.keys(), "text"].join());
});
