/**
 * Converts values to texts for the server, which knows the type of each parameter.
 *
 * @module
 */
import type { Value } from "@fluxwire/sdk";
import { isNull, jsonText, type Parameter, plainText } from "@fluxwire/sql";

/** The server's text of a value; null for null. Lists become JSON for `json` and `jsonb`, arrays for all other types. */
export function toText({ value, type }: Parameter): string | null {
  if (isNull(value)) return null;
  if (value instanceof Map) return jsonText(value);
  if (Array.isArray(value)) {
    const name = type?.trim() ?? "";
    return /^jsonb?$/i.test(name) ? jsonText(value) : toArray(value, /^box\b/i.test(name) ? ";" : ",");
  }
  return value instanceof Uint8Array ? `\\x${value.toHex()}` : plainText(value);
}

/** What the server puts in quotes; elsewhere it puts none. */
const QUOTED = /^$|^null$|[ \t-\r"\\{},]/i;

/** An array as the server writes it: where arrays have no equality, their texts are compared. */
function toArray(values: readonly Value[], delimiter: string): string {
  return `{${values.map((value) => toElement(value, delimiter)).join(delimiter)}}`;
}

function toElement(value: Value, delimiter: string): string {
  if (isNull(value)) return "NULL";
  if (Array.isArray(value)) return toArray(value, delimiter);
  const text = toText({ value, type: null })!;
  return QUOTED.test(text) ? `"${text.replace(/["\\]/g, "\\$&")}"` : text;
}
