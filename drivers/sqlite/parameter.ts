/**
 * Converts parameters for SQLite.
 *
 * @module
 */
import type { Value } from "@fluxwire/sdk";
import { type BoundValue, boundValue } from "@fluxwire/sql";
import { SQLITE } from "./dialect.ts";

/** A value that SQLite can store. */
export type Parameter = Exclude<BoundValue, boolean>;

/** The SQLite value of a wire value; booleans are 1 and 0. Throws the errors of `boundValue`. */
export function toParameter(value: Value, position: number): Parameter {
  const bound = boundValue(value, position, SQLITE);
  return typeof bound === "boolean" ? BigInt(bound) : bound;
}
