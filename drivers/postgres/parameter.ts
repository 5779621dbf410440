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
  if (Array.isArray(value)) return type !== null && /^jsonb?$/i.test(type.trim()) ? jsonText(value) : toArray(value);
  return value instanceof Uint8Array ? `\\x${value.toHex()}` : plainText(value);
}

function toArray(values: readonly Value[]): string {
  return `{${values.map(toElement).join(",")}}`;
}

function toElement(value: Value): string {
  if (isNull(value)) return "NULL";
  if (Array.isArray(value)) return toArray(value);
  return `"${toText({ value, type: null })!.replace(/["\\]/g, "\\$&")}"`;
}
