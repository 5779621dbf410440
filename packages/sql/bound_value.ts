/**
 * Values as the libraries of databases bind them.
 *
 * @module
 */
import { DriverError, type Value } from "@fluxwire/sdk";
import type { Dialect } from "./dialect.ts";
import { isNull } from "./value_text.ts";

/** A value without a tag, and without others in it. */
export type BoundValue = null | boolean | bigint | number | string | Uint8Array;

/**
 * A value as libraries bind it: tagged texts, such as dates, decimals and JSON, are their text.
 *
 * @param position The position of its parameter, from 1.
 * @throws {DriverError} `InvalidRequest` for a list or a document: the database has neither.
 */
export function boundValue(value: Value, position: number, { name }: Pick<Dialect, "name">): BoundValue {
  if (isNull(value)) return null;
  if (typeof value !== "object" || value instanceof Uint8Array) return value;
  if (!Array.isArray(value) && !(value instanceof Map)) return value.value;
  const what = Array.isArray(value) ? "arrays" : "documents";
  throw new DriverError("InvalidRequest", `Cannot bind parameter ${position}: ${name} has no ${what}; send JSON text`);
}
