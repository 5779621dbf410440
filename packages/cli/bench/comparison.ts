/**
 * A run that was saved, and how another one compares with it.
 *
 * @module
 */
import { UsageError } from "../command/usage_error.ts";
import type { Times } from "./times.ts";

/** What is compared of a measurement. */
export interface Comparable {
  /** What was called. */
  name: string;
  /** Answers a second. */
  rate: number;
  /** Its times; null if nothing was answered. */
  times: { corrected: Times | null };
}

/** A run as `bench --json` prints it, as far as it is compared. */
export interface SavedRun {
  /** What was measured. */
  measurements: readonly Comparable[];
}

/** How often a number holds another one. */
export type Ratios = Record<keyof Times | "rate", number | null>;

/**
 * Reads a document of `bench --json`.
 *
 * @throws {UsageError} for a file that cannot be read, and one that is no such document.
 */
export function readSaved(path: string): SavedRun {
  let document: unknown;
  try {
    document = JSON.parse(Deno.readTextFileSync(path));
  } catch (cause) {
    throw new UsageError(`Cannot compare with ${path}: ${cause instanceof Error ? cause.message : cause}`, { cause });
  }
  if (isSavedRun(document)) return document;
  throw new UsageError(`Cannot compare with ${path}: it is no document of fluxwire probe bench --json`);
}

/** How the numbers of a measurement relate to others; null for each where one of the two is missing or 0. */
export function ratiosTo(one: Comparable, other: Comparable): Ratios {
  const [times, others] = [one.times.corrected, other.times.corrected];
  const ratioOf = (name: keyof Times) => times === null || others === null ? null : ratio(times[name], others[name]);
  return {
    "p50": ratioOf("p50"),
    "p90": ratioOf("p90"),
    "p99": ratioOf("p99"),
    "p99.9": ratioOf("p99.9"),
    max: ratioOf("max"),
    rate: ratio(one.rate, other.rate),
  };
}

function ratio(one: number, other: number): number | null {
  return other === 0 ? null : Math.round(one / other * 1_000) / 1_000;
}

function isSavedRun(document: unknown): document is SavedRun {
  const { measurements } = (document ?? {}) as Partial<SavedRun>;
  return Array.isArray(measurements) && measurements.every(isComparable);
}

function isComparable(value: unknown): value is Comparable {
  const { name, rate, times } = (value ?? {}) as Partial<Comparable>;
  if (typeof name !== "string" || typeof rate !== "number" || typeof times !== "object" || times === null) return false;
  const { corrected } = times as Partial<Comparable["times"]>;
  if (corrected === null) return true;
  return typeof corrected === "object" &&
    ["p50", "p90", "p99", "p99.9", "max"].every((name) => typeof corrected[name as keyof Times] === "number");
}
