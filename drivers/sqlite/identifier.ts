/**
 * Names in statements.
 *
 * @module
 */
import type { TableRef } from "@fluxwire/sdk";

/** The schema of a name without one: the opened file. */
export const MAIN = "main";

/** A name as statements write it. */
export function quoted(name: string): string {
  return `"${name.replaceAll('"', '""')}"`;
}

/** A table or view with its schema. */
export function qualified({ schema, name }: TableRef): string {
  return `${quoted(schema || MAIN)}.${quoted(name)}`;
}
