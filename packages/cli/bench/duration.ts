/**
 * The duration of a bench. Every command line loads this, so it imports almost nothing.
 *
 * @module
 */
import { MAX_TIMER_MS } from "@fluxwire/transport/internal";
import type { CommandLine } from "../command/args.ts";

const DEFAULT_DURATION_MS = 10_000;
const DEFAULT_WARM_UP_MS = 1_000;
/** How long to wait for answers after the last call began, in milliseconds. */
export const DRAIN_MS = 5_000;
/** The most time that starting, sessions and stopping may take, in milliseconds. */
const OVERHEAD_MS = 30_000;

/** The duration of each measurement, in milliseconds. */
export function durationOf(args: CommandLine): number {
  return args.milliseconds("duration") ?? DEFAULT_DURATION_MS;
}

/** The duration of each warm-up, in milliseconds. */
export function warmUpOf(args: CommandLine): number {
  return args.count("warm-up", MAX_TIMER_MS) ?? DEFAULT_WARM_UP_MS;
}

/** The default time limit of a bench, in milliseconds. */
export function benchTimeoutMs(args: CommandLine): number {
  const subjects = Math.max(args.all("query").length + args.all("payload").length, 1);
  const warmUpMs = warmUpOf(args) + DRAIN_MS, measuredMs = durationOf(args) + DRAIN_MS;
  const eachMs = (warmUpMs + measuredMs) * (args.has("floor") ? 2 : 1);
  return Math.min(eachMs * subjects + OVERHEAD_MS, MAX_TIMER_MS);
}
