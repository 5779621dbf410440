/**
 * What the numbers should be, and whether they are.
 *
 * @module
 */
import type { PingReport } from "./ping.ts";
import type { ProbeStartReport } from "./probe_start.ts";
import type { StartReport } from "./start.ts";

/** Everything that one run has measured. */
export interface BenchReport {
  /** Round trips. */
  ping: PingReport;
  /** Starts. */
  start: StartReport;
  /** Starts of the probe. */
  probe: ProbeStartReport;
}

/** One number and its aim. */
export interface Verdict {
  /** What the number is of. */
  name: string;
  /** The number. */
  value: number;
  /** The most or the least it should be. */
  aim: number;
  /** Which of the two. */
  bound: "at most" | "at least";
  /** The unit of both: times the floor, or milliseconds. */
  unit: "x" | "ms";
  /** Whether the aim is met. */
  isMet: boolean;
}

/** The most that Ping's p50 should be, times that of the raw echo. */
const MAX_P50_RATIO = 1.5;
/** The most that Ping's p99 should be, times that of the raw echo. */
const MAX_P99_RATIO = 2;
/** The least frames a second of pipelined pings, times those of the raw echo. */
const MIN_PIPELINED_RATIO = 0.35;
/** The most that recording should add to Ping's p50, in raw echoes: the way through it takes one. */
const MAX_RECORDING_ECHOES = 2;
/** The most that the mock driver's start should take above that of an empty file, in milliseconds. */
const MAX_START_ABOVE_MS = 60;
/** The most that pinging a driver by a cold probe should take above starting an empty file, in milliseconds. */
const MAX_PROBE_ABOVE_MS = 80;

/** Compares each number that has an aim with it. */
export function judge({ ping: { raw, sdk, recorded }, start, probe }: BenchReport): Verdict[] {
  const pipelined = sdk.framesPerSecond / raw.framesPerSecond;
  return [
    atMost("Ping p50 to raw echo", sdk.p50Us / raw.p50Us, MAX_P50_RATIO, "x"),
    atMost("Ping p99 to raw echo", sdk.p99Us / raw.p99Us, MAX_P99_RATIO, "x"),
    {
      name: "pipelined pings a second to raw echo",
      value: pipelined,
      aim: MIN_PIPELINED_RATIO,
      bound: "at least",
      unit: "x",
      isMet: pipelined >= MIN_PIPELINED_RATIO,
    },
    atMost(
      "what recording adds to Ping p50, to raw echo",
      (recorded.p50Us - sdk.p50Us) / raw.p50Us,
      MAX_RECORDING_ECHOES,
      "x",
    ),
    atMost("mock driver's start above an empty file's", start.aboveMs, MAX_START_ABOVE_MS, "ms"),
    atMost("cold probe ping above an empty file's", probe.aboveMs, MAX_PROBE_ABOVE_MS, "ms"),
  ];
}

function atMost(name: string, value: number, aim: number, unit: Verdict["unit"]): Verdict {
  return { name, value, aim, bound: "at most", unit, isMet: value <= aim };
}
