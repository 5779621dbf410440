/**
 * The cells of a catalog, as databases give them.
 *
 * @module
 */
import type { Cell } from "@fluxwire/sdk";

/** A text; null for anything else. */
export function textOf(cell: Cell): string | null {
  return typeof cell === "string" ? cell : null;
}

/** Whether a flag is set: `true`, 1, or PostgreSQL's text `t`. */
export function isSet(cell: Cell): boolean {
  return cell === true || cell === 1n || cell === 1 || cell === "t";
}

/** A list of texts, from an array or the text of a JSON array; null for null. */
export function listOf(cell: Cell): string[] | null {
  if (cell === null || cell === undefined) return null;
  return (typeof cell === "string" ? JSON.parse(cell) as unknown[] : cell as unknown[]).map(String);
}
