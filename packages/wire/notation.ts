/**
 * A notation for wire types that people can read.
 *
 * @module
 */
import type { TypeRef } from "./schema_types.ts";

/**
 * A wire type in one line: `text?` for an option, `list of Value`, `map of text to u32`, `(text, Value)` for a pair,
 * `unreadable` for a type that no frame can carry.
 */
export function notationOf(type: TypeRef): string {
  if (type === "value") return "Value";
  if (type === "rows") return "list of list of Value";
  if (typeof type === "string") return type;
  switch (type.kind) {
    case "ref":
      return type.ref;
    case "option":
      return optionOf(notationOf(type.of));
    case "list":
      return `list of ${notationOf(type.of)}`;
    case "map":
      return `map of text to ${notationOf(type.of)}`;
    case "pair":
      return `(${type.of.map(notationOf).join(", ")})`;
    case "impossible":
      return "unreadable";
  }
}

function optionOf(notation: string): string {
  return / of /.test(notation) && !notation.startsWith("(") ? `(${notation})?` : `${notation}?`;
}

/** A note beside the notation: that upstream leaves the type out, or why it is unreadable; null without one. */
export function noteOf(type: TypeRef): string | null {
  if (typeof type === "string") return null;
  switch (type.kind) {
    case "ref":
    case "pair":
      return null;
    case "impossible":
      return type.why;
    case "map":
      return noteOf(type.of);
    case "option":
      return omittedNote("absent", type.omitted, noteOf(type.of));
    case "list":
      return omittedNote("empty", type.omitted, noteOf(type.of));
  }
}

function omittedNote(absent: string, omitted: "tail" | "gap" | undefined, inner: string | null): string | null {
  if (omitted === undefined) return inner;
  const place = omitted === "tail" ? "at the end" : "in the middle";
  const leftOut = `upstream leaves it out if it is ${absent}, ${place} of a frame`;
  return inner === null ? leftOut : `${leftOut}; ${inner}`;
}
