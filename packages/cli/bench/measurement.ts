/**
 * The results of measuring one kind of call.
 *
 * @module
 */
import type { Layout } from "@fluxwire/wire";
import { type Comparable, type Ratios, ratiosTo, type SavedRun } from "./comparison.ts";
import { type Condition, holds, valueOf } from "./condition.ts";
import type { CallBytes } from "./floor.ts";
import type { Histogram } from "./histogram.ts";
import type { Tally } from "./tally.ts";
import { type Times, timesOf } from "./times.ts";

/** Times with and without the correction for calls that a stalled driver delayed. */
export interface MeasuredTimes {
  /** The times that a caller independent of others would see; null if absent. */
  corrected: Times | null;
  /** From sending to answer; null if absent. */
  uncorrected: Times | null;
  /** The expected interval between calls, in milliseconds; null with a timetable. */
  expectedIntervalMs: number | null;
}

/** How the calls ended. */
export interface CallCounts {
  /** Trial calls, made first to learn their size. */
  trial: number;
  /** Calls that were sent before the measurement. */
  warmUp: number;
  /** Calls that were sent while it was measured. */
  sent: number;
  /** Calls that were answered with a result. */
  answered: number;
  /** Calls without an answer at the end. */
  unanswered: number;
  /** Calls that were due but never sent. */
  unsent: number;
  /** Calls that were answered with an error, by its code. */
  errors: Readonly<Record<string, number>>;
}

/** The raw echo's results. */
export interface FloorMeasurement {
  /** Round trips a second. */
  rate: number;
  /** Its times. */
  times: MeasuredTimes;
  /** The ratios of the driver's numbers to the floor's. */
  ratios: Ratios;
}

/** A condition and its result. */
export interface Verdict {
  /** As it was written. */
  condition: string;
  /** The measured number: milliseconds, answers a second or calls; null if nothing was answered. */
  value: number | null;
  /** Whether it holds, which makes the run fail. */
  failed: boolean;
}

/** The results of one kind of call, as in the JSON document. */
export interface Measurement extends Comparable {
  /** The statement; null for pings. */
  query: string | null;
  /** The layout it was measured in. */
  layout: Layout;
  /** How the calls ended. */
  calls: CallCounts;
  /** The bytes of a call, frames' headers included. */
  bytes: CallBytes;
  /** The duration, including the wait for the last answers, in milliseconds. */
  elapsedMs: number;
  /** The times, in milliseconds. */
  times: MeasuredTimes;
  /** The raw echo; null without `--floor`. */
  floor: FloorMeasurement | null;
  /** The ratios to the saved run; null without a saved run of the same calls. */
  comparison: Ratios | null;
  /** The conditions. */
  conditions: Verdict[];
}

/** The times of a loop: open if there is a histogram of the timetable's times, otherwise closed. */
export function measuredTimes(sent: Histogram, intended: Histogram | null): MeasuredTimes {
  if (intended !== null) {
    return { corrected: timesOf(intended), uncorrected: timesOf(sent), expectedIntervalMs: null };
  }
  const intervalUs = Math.max(sent.percentileUs(50), 1);
  return {
    corrected: timesOf(sent.corrected(intervalUs)),
    uncorrected: timesOf(sent),
    expectedIntervalMs: sent.count === 0 ? null : intervalUs / 1_000,
  };
}

/** Answers a second. */
export function rateOf({ answered }: Tally, elapsedMs: number): number {
  return elapsedMs === 0 ? 0 : Math.round(answered / elapsedMs * 1_000_000) / 1_000;
}

/** The ratios to the saved run for the same calls. */
export function comparisonWith(saved: SavedRun | null, one: Comparable): Ratios | null {
  const other = saved?.measurements.find(({ name }) => name === one.name);
  return other === undefined ? null : ratiosTo(one, other);
}

/** The result of each condition. */
export function verdictsOf(conditions: readonly Condition[], one: Comparable, errors: number): Verdict[] {
  const measured = { times: one.times.corrected, rate: one.rate, errors };
  return conditions.map((condition) => {
    const value = valueOf(condition.metric, measured);
    return {
      condition: condition.text,
      value: Number.isFinite(value) ? value : null,
      failed: holds(condition, measured),
    };
  });
}
