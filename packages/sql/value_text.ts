/**
 * The texts of values, with every digit.
 *
 * @module
 */
import type { NullValue, Value } from "@fluxwire/sdk";

/** A value that contains no others. */
export type Plain = Exclude<Value, null | NullValue | Uint8Array | Value[] | Map<string, Value>>;

/** Whether a value is null, in either form. */
export function isNull(value: Value): value is null | NullValue {
  return value === null || (typeof value === "object" && "type" in value && value.type === "Null");
}

/** The text of a value that contains no others. */
export function plainText(value: Plain): string {
  if (typeof value === "number") return Object.is(value, -0) ? "-0" : String(value);
  return typeof value === "object" ? value.value : String(value);
}

/** A value as JSON: integers and decimals of any length are written as they are, bytes in hexadecimal digits. */
export function jsonText(value: Value): string {
  if (isNull(value)) return "null";
  if (typeof value === "boolean" || typeof value === "bigint") return String(value);
  if (value instanceof Map) {
    return `{${[...value].map(([key, entry]) => `${JSON.stringify(key)}:${jsonText(entry)}`).join(",")}}`;
  }
  if (Array.isArray(value)) return `[${value.map(jsonText).join(",")}]`;
  if (value instanceof Uint8Array) return JSON.stringify(`\\x${value.toHex()}`);
  if (typeof value === "number") return Number.isFinite(value) ? plainText(value) : JSON.stringify(plainText(value));
  if (typeof value === "object") {
    if (value.type === "Json") return value.value;
    if (value.type === "Decimal" && /^-?\d/.test(value.value)) return value.value;
  }
  return JSON.stringify(plainText(value));
}
