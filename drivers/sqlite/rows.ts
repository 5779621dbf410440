/**
 * Reads the cells of the driver's own statements.
 *
 * @module
 */
import type { Value } from "@fluxwire/sdk";

/** The cells of a column that holds text or nothing. */
export function text(cell: Value | undefined): string | null {
  return typeof cell === "string" ? cell : null;
}

/** The cells of a column that holds 0 or 1. */
export function flag(cell: Value | undefined): boolean {
  return cell === 1n;
}
