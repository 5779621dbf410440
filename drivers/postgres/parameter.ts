/**
 * Converts values to texts for the server, which knows the type of each parameter.
 *
 * @module
 */
import type { NullValue, Value } from "@fluxwire/sdk";

/**
 * The server's text of a value; null for null.
 *
 * @param type The name of the parameter's type, if known: lists become JSON for `json` and `jsonb`, and
 * arrays for everything else.
 */
export function toParameter(value: Value, type: string | null = null): string | null {
  if (isNull(value)) return null;
  if (value instanceof Map) return toJson(value);
  if (Array.isArray(value)) return type !== null && /^jsonb?$/i.test(type.trim()) ? toJson(value) : toArray(value);
  return toText(value);
}

/** Whether a value is null, in either form. */
export function isNull(value: Value): value is null | NullValue {
  return value === null || (typeof value === "object" && "type" in value && value.type === "Null");
}

/** The text of a value that contains no others. */
function toText(value: Exclude<Value, null | NullValue | Value[] | Map<string, Value>>): string {
  if (typeof value === "number") return Object.is(value, -0) ? "-0" : String(value);
  if (value instanceof Uint8Array) return `\\x${value.toHex()}`;
  return typeof value === "object" ? value.value : String(value);
}

function toArray(values: readonly Value[]): string {
  return `{${values.map(toElement).join(",")}}`;
}

function toElement(value: Value): string {
  if (isNull(value)) return "NULL";
  if (Array.isArray(value)) return toArray(value);
  const text = value instanceof Map ? toJson(value) : toText(value);
  return `"${text.replace(/["\\]/g, "\\$&")}"`;
}

/** JSON with every digit: integers and decimals of any length are written as they are. */
function toJson(value: Value): string {
  if (isNull(value)) return "null";
  if (typeof value === "boolean" || typeof value === "bigint") return String(value);
  if (value instanceof Map) {
    return `{${[...value].map(([key, entry]) => `${JSON.stringify(key)}:${toJson(entry)}`).join(",")}}`;
  }
  if (Array.isArray(value)) return `[${value.map(toJson).join(",")}]`;
  if (typeof value === "number") return Number.isFinite(value) ? toText(value) : JSON.stringify(toText(value));
  if (typeof value === "object" && !(value instanceof Uint8Array)) {
    if (value.type === "Json") return value.value;
    if (value.type === "Decimal" && /^-?\d/.test(value.value)) return value.value;
  }
  return JSON.stringify(toText(value));
}
