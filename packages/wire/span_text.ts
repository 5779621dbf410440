/**
 * Renders a span of annotated bytes in one line.
 *
 * @module
 */
import { escapeControls } from "@fluxwire/transport/internal";
import type { Span } from "./annotate.ts";
import { describe } from "./describe.ts";

const MAX_CHARACTERS = 60;
const FLAGS = "flags of ";

export { escapeControls };

/** The value of a span in at most 60 characters, without control characters; flags with the names of the set ones. */
export function spanText({ type, value }: Pick<Span, "type" | "value">): string {
  if (type === "option tag") return value === true ? "present" : "absent";
  if (type === "left out") return "";
  if (typeof value === "bigint" && type.startsWith(FLAGS)) return flagsText(type.slice(FLAGS.length), value);
  if (value instanceof Uint8Array) return cut(`0x${value.subarray(0, MAX_CHARACTERS).toHex()}`);
  if (typeof value === "string" && !type.startsWith("variant")) return cut(quoted(value));
  return Object.is(value, -0) ? "-0" : String(value);
}

/** The number, and the names of its known flags. */
function flagsText(set: string, value: bigint): string {
  const description = describe(set);
  const flags = description?.kind === "flags" ? description.flags : [];
  const names = flags.filter(({ bit }) => value >> BigInt(bit) & 1n).map(({ name }) => name);
  return [`0x${value.toString(16)}`, ...names].join(" ");
}

function quoted(text: string): string {
  return escapeControls(JSON.stringify(text.slice(0, 2 * MAX_CHARACTERS)));
}

function cut(text: string): string {
  return text.length <= MAX_CHARACTERS ? text : `${text.slice(0, MAX_CHARACTERS - 1)}…`;
}
