/**
 * Wire types as people read them.
 *
 * @module
 */
import type { TypeRef } from "./schema_types.ts";

/**
 * A wire type in one line: `text?` for an option, `list of Value`, `map of text to u32`, `(text, Value)` for two in a row,
 * `unreadable` for what no frame can carry.
 */
export function notationOf(type: TypeRef): string {
  if (type === "value") return "Value";
  if (type === "rows") return "list of list of Value";
  if (typeof type === "string") return type;
  if ("ref" in type) return type.ref;
  if ("option" in type) return optionOf(notationOf(type.option));
  if ("list" in type) return `list of ${notationOf(type.list)}`;
  if ("map" in type) return `map of text to ${notationOf(type.map)}`;
  if ("pair" in type) return `(${type.pair.map(notationOf).join(", ")})`;
  return "unreadable";
}

function optionOf(notation: string): string {
  return / of /.test(notation) && !notation.startsWith("(") ? `(${notation})?` : `${notation}?`;
}

/** What a reader of frames must know besides the notation: what upstream leaves out, or why the type is unreadable. */
export function noteOf(type: TypeRef): string | null {
  if (typeof type === "string" || "ref" in type || "pair" in type) return null;
  if ("impossible" in type) return type.impossible;
  const inner = noteOf("option" in type ? type.option : "list" in type ? type.list : type.map);
  if (!("omitted" in type) || type.omitted === undefined) return inner;
  const absent = "option" in type ? "absent" : "empty";
  const place = type.omitted === "tail" ? "at the end" : "in the middle";
  const leftOut = `upstream leaves it out where it is ${absent}, ${place} of a frame`;
  return inner === null ? leftOut : `${leftOut}; ${inner}`;
}
