/**
 * What was measured of one kind of call, and what is made of it.
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

/** Times with and without what a driver that stands still keeps from being measured. */
export interface MeasuredTimes {
  /** As a caller meets them who does not wait for others; null if absent. */
  corrected: Times | null;
  /** From sending to answer; null if absent. */
  uncorrected: Times | null;
  /** How long after each other calls are expected to begin, in milliseconds; null if a timetable says it. */
  expectedIntervalMs: number | null;
}

/** What became of the calls. */
export interface CallCounts {
  /** Calls before all others, which showed how long they are. */
  trial: number;
  /** Calls that were sent before the measurement. */
  warmUp: number;
  /** Calls that were sent while it was measured. */
  sent: number;
  /** Those that were answered with a result. */
  answered: number;
  /** Those without an answer at the end. */
  unanswered: number;
  /** Calls whose time had come and that were not even sent. */
  unsent: number;
  /** Those that were answered with an error, by its code. */
  errors: Readonly<Record<string, number>>;
}

/** The raw echo beside. */
export interface FloorMeasurement {
  /** Round trips a second. */
  rate: number;
  /** Its times. */
  times: MeasuredTimes;
  /** How often the driver's numbers hold those of the floor. */
  ratios: Ratios;
}

/** A condition, and what was measured for it. */
export interface Verdict {
  /** As it was written. */
  condition: string;
  /** The number it is about: milliseconds, answers a second or calls; null if nothing was answered. */
  value: number | null;
  /** Whether it holds, and so the run fails. */
  failed: boolean;
}

/** One kind of call, as the JSON document has it. */
export interface Measurement extends Comparable {
  /** The statement; null for pings. */
  query: string | null;
  /** The layout it was measured in. */
  layout: Layout;
  /** What became of the calls. */
  calls: CallCounts;
  /** The bytes of a call, frames' headers included. */
  bytes: CallBytes;
  /** How long it was measured, with the wait for the last answers, in milliseconds. */
  elapsedMs: number;
  /** The times, in milliseconds. */
  times: MeasuredTimes;
  /** The raw echo; null if it was not asked for. */
  floor: FloorMeasurement | null;
  /** How often the numbers hold those of the saved run; null without one that has the same calls. */
  comparison: Ratios | null;
  /** The conditions. */
  conditions: Verdict[];
}

/** The times of a loop, which is open where there is a histogram of the timetable's times. */
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

/** How the numbers relate to the saved run's for the same calls. */
export function comparisonWith(saved: SavedRun | null, one: Comparable): Ratios | null {
  const other = saved?.measurements.find(({ name }) => name === one.name);
  return other === undefined ? null : ratiosTo(one, other);
}

/** What each condition says. */
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
