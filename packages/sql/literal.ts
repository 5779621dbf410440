/**
 * Values as statements write them.
 *
 * @module
 */
import { DriverError, type Value } from "@fluxwire/sdk";
import type { Dialect } from "./dialect.ts";
import { fill } from "./form.ts";
import { raw } from "./sql.ts";
import { isNull, jsonText } from "./value_text.ts";

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
