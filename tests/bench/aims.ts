/**
 * The aims of the bench's numbers, and whether they are met.
 *
 * @module
 */
import type { PingReport } from "./ping.ts";
import type { ProbeStartReport } from "./probe_start.ts";
import type { StartReport } from "./start.ts";

/** All measurements of one run. */
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
  /** The name of the number. */
  name: string;
  /** The number. */
  value: number;
  /** The upper or lower bound. */
  aim: number;
  /** Which of the two the bound is. */
  bound: "at most" | "at least";
  /** The unit of both: multiples of the floor, or milliseconds. */
  unit: "x" | "ms";
  /** Whether the aim is met. */
  isMet: boolean;
}

/** The upper bound of Ping's p50, in multiples of the raw echo's. */
const MAX_P50_RATIO = 1.5;
/** The upper bound of Ping's p99, in multiples of the raw echo's. */
const MAX_P99_RATIO = 2;
/** The lower bound of pipelined frames a second, in multiples of the raw echo's. */
const MIN_PIPELINED_RATIO = 0.35;
/** The upper bound of what recording adds to Ping's p50, in raw echoes: passing through it takes one. */
const MAX_RECORDING_ECHOES = 2;
/** The same, with five secrets to mask. */
const MAX_MASKING_ECHOES = 2.2;
/** The upper bound of the mock driver's start beyond that of an empty file, in milliseconds. */
const MAX_START_ABOVE_MS = 60;
/** The upper bound of a ping by a cold probe beyond starting an empty file, in milliseconds. */
const MAX_PROBE_ABOVE_MS = 80;

/** Compares each number with its aim. */
export function judge({ ping: { raw, sdk, recorded, masked }, start, probe }: BenchReport): Verdict[] {
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
    atMost(
      "the same with five secrets known, to raw echo",
      (masked.p50Us - sdk.p50Us) / raw.p50Us,
      MAX_MASKING_ECHOES,
      "x",
    ),
    atMost("mock driver's start above an empty file's", start.aboveMs, MAX_START_ABOVE_MS, "ms"),
    atMost("cold probe ping above an empty file's", probe.aboveMs, MAX_PROBE_ABOVE_MS, "ms"),
  ];
}

function atMost(name: string, value: number, aim: number, unit: Verdict["unit"]): Verdict {
  return { name, value, aim, bound: "at most", unit, isMet: value <= aim };
}
