/**
 * Comparison of values: numbers of all kinds by size, texts and times by their text, others only for equality.
 *
 * @module
 */
import type { Value } from "@fluxwire/wire";

/** A value as a number if it is one, otherwise as text; null for NULL. NaN is as large as infinity. */
function comparable(value: Value): number | bigint | string | null {
  if (Number.isNaN(value)) return Infinity;
  if (value === null || typeof value === "number" || typeof value === "bigint" || typeof value === "string") {
    return value;
  }
  if (typeof value === "boolean") return value ? 1 : 0;
  if (value instanceof Uint8Array) return value.toHex();
  if (value instanceof Map) return `{${[...value].map(([key, one]) => `${key}:${comparable(one)}`)}}`;
  if (Array.isArray(value)) return `[${value.map(comparable)}]`;
  if (value.type === "Null") return null;
  return value.type === "Decimal" ? Number(value.value) : value.value;
}

/** Whether a value is NULL, in a cell or a filter. */
export function isNull(value: Value | undefined): boolean {
  return value === undefined || comparable(value) === null;
}

/** Negative if `a` comes first; NULL comes before all. Numbers come before texts. */
export function compare(a: Value, b: Value): number {
  const left = comparable(a), right = comparable(b);
  if (left === null || right === null) return Number(left !== null) - Number(right !== null);
  if ((typeof left === "string") !== (typeof right === "string")) return typeof left === "string" ? 1 : -1;
  return left < right ? -1 : left > right ? 1 : 0;
}

/** The regular expression of a pattern with `%` and `_`. */
export function likePattern(pattern: string, flags: "su" | "siu"): RegExp {
  const source = [...pattern].map((c) => c === "%" ? ".*" : c === "_" ? "." : RegExp.escape(c)).join("");
  return new RegExp(`^${source}$`, flags);
}
