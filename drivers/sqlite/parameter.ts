/**
 * What is bound to a placeholder.
 *
 * @module
 */
import { DriverError, type Value } from "@fluxwire/sdk";

/** What SQLite can store. */
export type Parameter = null | bigint | number | string | Uint8Array;

/**
 * What SQLite gets for a value: Int stays an integer and Float a real, booleans are 1 and 0, and what the wire tells
 * apart from text (dates, decimals, JSON) is its text.
 *
 * @param position Where it stands, from 1.
 * @throws {DriverError} `InvalidRequest` for an array or a document.
 */
export function toParameter(value: Value, position: number): Parameter {
  if (typeof value === "boolean") return value ? 1n : 0n;
  if (value === null || typeof value !== "object" || value instanceof Uint8Array) return value;
  if (!Array.isArray(value) && !(value instanceof Map)) return value.type === "Null" ? null : value.value;
  const what = Array.isArray(value) ? "arrays" : "documents";
  throw new DriverError("InvalidRequest", `Cannot bind parameter ${position}: SQLite has no ${what}; send JSON text`);
}
