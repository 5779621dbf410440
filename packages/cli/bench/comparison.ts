/**
 * Saved runs, and comparison with them.
 *
 * @module
 */
import { UsageError } from "@fluxwire/command";
import type { Times } from "./times.ts";

/** The parts of a measurement that are compared. */
export interface Comparable {
  /** The name of the kind of call. */
  name: string;
  /** Answers a second. */
  rate: number;
  /** Its times; null if nothing was answered. */
  times: { corrected: Times | null };
}

/** The compared parts of a run as `bench --json` prints it. */
export interface SavedRun {
  /** What was measured. */
  measurements: readonly Comparable[];
}

/** Ratios to the numbers of another measurement. */
export type Ratios = Record<keyof Times | "rate", number | null>;

/**
 * Reads a document of `bench --json`.
 *
 * @throws {UsageError} for a file that cannot be read, or is another document.
 */
export function readSaved(path: string): SavedRun {
  let document: unknown;
  try {
    document = JSON.parse(Deno.readTextFileSync(path));
  } catch (cause) {
    throw new UsageError(`Cannot compare with ${path}: ${cause instanceof Error ? cause.message : cause}`, { cause });
  }
  if (isSavedRun(document)) return document;
  throw new UsageError(`Cannot compare with ${path}: it is not a document of fluxwire probe bench --json`);
}

/** The ratios of a measurement to another; null for each number that is missing or 0 in either. */
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
