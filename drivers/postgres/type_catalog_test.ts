import { strictEqual } from "node:assert/strict";
import { DEFAULT_LIMITS } from "@fluxwire/sdk";
import { RowEncoder } from "@fluxwire/sdk/rows";
import { READERS, TEXT_KINDS } from "./text_cell.ts";
import { type PgType, TypeCatalog } from "./type_catalog.ts";

/** Texts that the server can send for each type whose texts are sent as they are. */
const TEXTS: Readonly<Record<string, readonly string[]>> = {
  numeric: ["1.10", "NaN", "-12345678901234567890.5"],
  json: ['{"a": 1}', '"é"'],
  jsonb: ['"é"'],
  text: ["", "a", "é", "x".repeat(65)],
  uuid: ["a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11"],
};

/** The server's own types of these names. */
function typesOf(names: readonly string[]): PgType[] {
  const types = new TypeCatalog();
  types.add(names.map((name, i) => [String(i), name, null, ",", "t"]));
  return types.of(names.map((name, i) => ({ name, dataTypeID: i })));
}

function hexOf(write: (rows: RowEncoder) => void): string {
  let hex = "";
  const rows = new RowEncoder("postcard", DEFAULT_LIMITS, (chunk) => hex += chunk.toHex());
  rows.begin(1);
  write(rows);
  rows.finish();
  return hex;
}

Deno.test("a text that is sent as it is has the bytes of what its type reads", () => {
  for (const { name, text: kind, read } of typesOf(Object.keys(TEXTS))) {
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
  const sent = typesOf([...READERS.keys(), "text"]).filter(({ text }) => text !== null);
  strictEqual(sent.map(({ name }) => name).join(), [...TEXT_KINDS.keys(), "text"].join());
});
