/**
 * How long a bench takes. Every command line knows that, so this imports next to nothing.
 *
 * @module
 */
import { MAX_TIMER_MS } from "@fluxwire/transport";
import type { CommandLine } from "../command/args.ts";

const DEFAULT_DURATION_MS = 10_000;
const DEFAULT_WARM_UP_MS = 1_000;
/** How long answers are waited for when no more calls begin, in milliseconds. */
export const DRAIN_MS = 5_000;
/** What a run takes besides measuring, at most, in milliseconds: starting, sessions, stopping. */
const OVERHEAD_MS = 30_000;

/** How long each kind of call is measured, in milliseconds. */
export function durationOf(args: CommandLine): number {
  return args.milliseconds("duration") ?? DEFAULT_DURATION_MS;
}

/** How long each is called before that, in milliseconds. */
export function warmUpOf(args: CommandLine): number {
  return args.count("warm-up", MAX_TIMER_MS) ?? DEFAULT_WARM_UP_MS;
}

/** What bounds a bench that was given no time, in milliseconds. */
export function benchTimeoutMs(args: CommandLine): number {
  const subjects = Math.max(args.all("query").length + args.all("payload").length, 1);
  const warmUpMs = warmUpOf(args) + DRAIN_MS, measuredMs = durationOf(args) + DRAIN_MS;
  const eachMs = (warmUpMs + measuredMs) * (args.has("floor") ? 2 : 1);
  return Math.min(eachMs * subjects + OVERHEAD_MS, MAX_TIMER_MS);
}
