/**
 * Converts parameters for SQLite.
 *
 * @module
 */
import { DriverError, type Value } from "@fluxwire/sdk";

/** A value that SQLite can store. */
export type Parameter = null | bigint | number | string | Uint8Array;

/**
 * The SQLite value of a wire value: Int stays an integer and Float a real, booleans are 1 and 0, and tagged texts
 * (dates, decimals, JSON) are their text.
 *
 * @param position The position of the parameter, from 1.
 * @throws {DriverError} `InvalidRequest` for an array or a document.
 */
export function toParameter(value: Value, position: number): Parameter {
  if (typeof value === "boolean") return value ? 1n : 0n;
  if (value === null || typeof value !== "object" || value instanceof Uint8Array) return value;
  if (!Array.isArray(value) && !(value instanceof Map)) return value.type === "Null" ? null : value.value;
  const what = Array.isArray(value) ? "arrays" : "documents";
  throw new DriverError("InvalidRequest", `Cannot bind parameter ${position}: SQLite has no ${what}; send JSON text`);
}
