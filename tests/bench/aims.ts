/**
 * What the numbers should be, and whether they are.
 *
 * @module
 */
import type { PingReport } from "./ping.ts";
import type { StartReport } from "./start.ts";

/** Everything that one run has measured. */
export interface BenchReport {
  /** Round trips. */
  ping: PingReport;
  /** Starts. */
  start: StartReport;
}

/** One number and its aim. */
export interface Verdict {
  /** What the number is of. */
  name: string;
  /** The number. */
  value: number;
  /** The most it should be. */
  aim: number;
  /** The unit of both: times the floor, or milliseconds. */
  unit: "x" | "ms";
  /** Whether the aim is met. */
  isMet: boolean;
}

/** The most that Ping's p50 should be, times that of the raw echo. */
const MAX_P50_RATIO = 2;
/** The most that Ping's p99 should be, times that of the raw echo. */
const MAX_P99_RATIO = 3;
/** The most that the mock driver's start should take above that of an empty file, in milliseconds. */
const MAX_START_ABOVE_MS = 60;

/** Compares each number that has an aim with it. */
export function judge({ ping: { raw, sdk }, start }: BenchReport): Verdict[] {
  return [
    verdict("Ping p50 to raw echo", sdk.p50Us / raw.p50Us, MAX_P50_RATIO, "x"),
    verdict("Ping p99 to raw echo", sdk.p99Us / raw.p99Us, MAX_P99_RATIO, "x"),
    verdict("mock driver's start above an empty file's", start.aboveMs, MAX_START_ABOVE_MS, "ms"),
  ];
}

function verdict(name: string, value: number, aim: number, unit: Verdict["unit"]): Verdict {
  return { name, value, aim, unit, isMet: value <= aim };
}
