/**
 * The plan of a bench, from the options of the command line.
 *
 * @module
 */
import { DEFAULT_LIMITS } from "@fluxwire/wire";
import type { CommandLine } from "../command/args.ts";
import { UsageError } from "@fluxwire/command";
import { type Condition, parseCondition } from "./condition.ts";
import { DRAIN_MS, durationOf, warmUpOf } from "./duration.ts";
import { readSaved, type SavedRun } from "./comparison.ts";

const MAX_RATE = 1_000_000;
const MAX_CONNECTIONS = 1_000;
const MAX_PIPELINE = 1_000;

/** One kind of call. */
export type Subject = { name: "ping"; sql: null } | { name: string; sql: string };

/** The plan of a bench. */
export interface Plan {
  /** The kinds of calls, measured one after the other. */
  subjects: readonly Subject[];
  /** Calls a second of all connections together; null for a closed loop. */
  rate: number | null;
  /** The duration of each measurement, in milliseconds. */
  durationMs: number;
  /** The duration of each warm-up, in milliseconds. */
  warmUpMs: number;
  /** How long to wait for answers at the end, in milliseconds. */
  drainMs: number;
  /** The number of connections, each with its own session. */
  connections: number;
  /** The most calls in flight on each. */
  pipeline: number;
  /** Whether to measure a raw echo too. */
  hasFloor: boolean;
  /** The conditions that make the run fail. */
  conditions: readonly Condition[];
  /** The run to compare with; null for none. */
  saved: SavedRun | null;
}

/**
 * The plan of a command line.
 *
 * @throws {UsageError} for invalid numbers and conditions, and for a file that is not a saved run.
 */
export function planOf(args: CommandLine): Plan {
  const rate = positive(args, "rate", MAX_RATE);
  const compare = args.text("compare");
  return {
    subjects: subjectsOf(args),
    rate,
    durationMs: durationOf(args),
    warmUpMs: warmUpOf(args),
    drainMs: DRAIN_MS,
    connections: positive(args, "connections", MAX_CONNECTIONS) ?? 1,
    pipeline: positive(args, "pipeline", MAX_PIPELINE) ?? (rate === null ? 1 : DEFAULT_LIMITS.maxInFlight),
    hasFloor: args.has("floor"),
    conditions: args.all("fail-if").map(parseCondition),
    saved: compare === null ? null : readSaved(compare),
  };
}

function subjectsOf(args: CommandLine): Subject[] {
  const queries = args.all("query").map((sql) => ({ name: sql, sql }));
  const payloads = args.all("payload").map((text) => {
    const bytes = /^\d{1,8}$/.test(text) ? Number(text) : 0;
    if (bytes < 1 || bytes > DEFAULT_LIMITS.maxFrameBytes) {
      throw new UsageError(
        `Cannot use --payload ${text}: it must be a number of bytes from 1 to ${DEFAULT_LIMITS.maxFrameBytes}`,
      );
    }
    return { name: `payload ${bytes}`, sql: `SELECT repeat('x', ${bytes})` };
  });
  const subjects = [...queries, ...payloads];
  return subjects.length === 0 ? [{ name: "ping", sql: null }] : subjects;
}

function positive(args: CommandLine, name: string, max: number): number | null {
  const count = args.count(name, max);
  if (count === 0) throw new UsageError(`Cannot use --${name} 0: it must be a number from 1 to ${max}`);
  return count;
}
