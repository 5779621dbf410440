import { strictEqual } from "node:assert/strict";
import { notationOf, noteOf } from "./notation.ts";
import type { TypeRef } from "./schema_types.ts";

const NOTATIONS: readonly [TypeRef, string][] = [
  ["u16", "u16"],
  ["value", "Value"],
  ["rows", "list of list of Value"],
  [{ ref: "TableRef" }, "TableRef"],
  [{ ref: "SemanticFilter", nested: true }, "SemanticFilter"],
  [{ option: "text" }, "text?"],
  [{ option: { list: "text" } }, "(list of text)?"],
  [{ list: { option: "text" } }, "list of text?"],
  [{ list: { pair: ["text", "value"] } }, "list of (text, Value)"],
  [{ option: { pair: ["text", { list: "u32" }] } }, "(text, list of u32)?"],
  [{ map: "u64" }, "map of text to u64"],
  [{ option: { impossible: "nobody can" } }, "unreadable?"],
];

Deno.test("notationOf() reads like a sentence and shows what the option holds", () => {
  for (const [type, notation] of NOTATIONS) strictEqual(notationOf(type), notation);
});

Deno.test("noteOf() tells what is left out and what is unreadable", () => {
  const tail = "upstream leaves it out where it is absent, at the end of a frame";
  strictEqual(noteOf({ option: "text" }), null);
  strictEqual(noteOf({ option: "text", omitted: "tail" }), tail);
  strictEqual(
    noteOf({ list: "text", omitted: "gap" }),
    "upstream leaves it out where it is empty, in the middle of a frame",
  );
  strictEqual(noteOf({ option: { map: { impossible: "no" } }, omitted: "tail" }), `${tail}; no`);
  strictEqual(noteOf({ list: { impossible: "no" } }), "no");
});
