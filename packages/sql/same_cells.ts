/**
 * Compares rows that were read from the same table.
 *
 * @module
 */
import { type Cell, Float } from "@fluxwire/sdk";

/** Whether two rows have the same cells. */
export function isSameRow(one: readonly Cell[], other: readonly Cell[]): boolean {
  return one.length === other.length && one.every((cell, i) => isSame(cell, other[i]));
}

function isSame(one: unknown, other: unknown): boolean {
  if (Object.is(one, other)) return true;
  if (typeof one !== "object" || typeof other !== "object" || one === null || other === null) return false;
  if (one instanceof Float) return other instanceof Float && Object.is(one.value, other.value);
  const [left, right] = [partsOf(one), partsOf(other)];
  return left.length === right.length && left.every((part, i) => isSame(part, right[i]));
}

/** The keys and values of a document, the elements of a list, the bytes of a byte string. */
function partsOf(cell: object): unknown[] {
  if (cell instanceof Date) return [cell.getTime()];
  if (cell instanceof Uint8Array) return [...cell];
  return Array.isArray(cell) ? cell : (cell instanceof Map ? [...cell] : Object.entries(cell)).flat();
}
