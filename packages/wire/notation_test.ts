import { strictEqual } from "node:assert/strict";
import { notationOf, noteOf } from "./notation.ts";
import type { TypeRef } from "./schema_types.ts";

const NOTATIONS: readonly [TypeRef, string][] = [
  ["u16", "u16"],
  ["value", "Value"],
  ["rows", "list of list of Value"],
  [{ kind: "ref", ref: "TableRef" }, "TableRef"],
  [{ kind: "ref", ref: "SemanticFilter", nested: true }, "SemanticFilter"],
  [{ kind: "option", of: "text" }, "text?"],
  [{ kind: "option", of: { kind: "list", of: "text" } }, "(list of text)?"],
  [{ kind: "list", of: { kind: "option", of: "text" } }, "list of text?"],
  [{ kind: "list", of: { kind: "pair", of: ["text", "value"] } }, "list of (text, Value)"],
  [{ kind: "option", of: { kind: "pair", of: ["text", { kind: "list", of: "u32" }] } }, "(text, list of u32)?"],
  [{ kind: "map", of: "u64" }, "map of text to u64"],
  [{ kind: "option", of: { kind: "impossible", why: "no codec can" } }, "unreadable?"],
];

Deno.test("notationOf() reads like a sentence and shows the type of an option", () => {
  for (const [type, notation] of NOTATIONS) strictEqual(notationOf(type), notation);
});

Deno.test("noteOf() names types that are left out or unreadable", () => {
  const tail = "upstream leaves it out if it is absent, at the end of a frame";
  strictEqual(noteOf({ kind: "option", of: "text" }), null);
  strictEqual(noteOf({ kind: "option", of: "text", omitted: "tail" }), tail);
  strictEqual(
    noteOf({ kind: "list", of: "text", omitted: "gap" }),
    "upstream leaves it out if it is empty, in the middle of a frame",
  );
  strictEqual(
    noteOf({ kind: "option", of: { kind: "map", of: { kind: "impossible", why: "no" } }, omitted: "tail" }),
    `${tail}; no`,
  );
  strictEqual(noteOf({ kind: "list", of: { kind: "impossible", why: "no" } }), "no");
});
