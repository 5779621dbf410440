/**
 * The texts of values, with every digit.
 *
 * @module
 */
import { DriverError, type NullValue, type Value } from "@fluxwire/sdk";
import type { Dialect } from "./dialect.ts";
import { fill, raw } from "./sql.ts";

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

/**
 * A value as a literal. Documents and lists become JSON texts.
 *
 * @throws {DriverError} `InvalidRequest` for a value that is only a description of what is stored.
 */
export function literal(value: Value, dialect: Dialect): string {
  if (isNull(value)) return "NULL";
  if (typeof value === "boolean") return value ? "TRUE" : "FALSE";
  if (typeof value === "bigint") return String(value);
  if (typeof value === "number") return Number.isFinite(value) ? real(value) : text(String(value), dialect);
  if (typeof value === "string") return text(value, dialect);
  if (value instanceof Uint8Array) return inForm(dialect.literals.bytes, "hex", value.toHex());
  if (Array.isArray(value) || value instanceof Map) return text(jsonText(value), dialect);
  if (value.type === "Unsupported") {
    throw new DriverError("InvalidRequest", `Cannot write the value ${value.value}: it only describes what is stored`);
  }
  return text(value.value, dialect);
}

/** A number that stays a real one. */
function real(value: number): string {
  if (Object.is(value, -0)) return "-0.0";
  return Number.isInteger(value) && Math.abs(value) < 1e21 ? `${value}.0` : String(value);
}

function text(value: string, { literals: { backslash } }: Dialect): string {
  const quoted = `'${value.replaceAll("'", "''")}'`;
  if (backslash === null || !value.includes("\\")) return quoted;
  return inForm(backslash, "text", quoted.replaceAll("\\", "\\\\"));
}

function inForm(form: string, place: string, part: string): string {
  return fill(form, { [place]: () => raw(part) }).pieces.join("");
}
