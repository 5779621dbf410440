/**
 * How long a command may take.
 *
 * @module
 */
import type { CommandLine } from "./args.ts";

/** The time limit of a command that connects to a driver and has no limit of its own, in milliseconds. */
const DEFAULT_TIMEOUT_MS = 30_000;

/**
 * The time limit of a command in milliseconds: `--timeout`, or a default if a driver could hang; null for a command that
 * only reads its input, or limits itself.
 *
 * @throws {UsageError} for a `--timeout` that no timer accepts.
 */
export function timeoutOf(args: CommandLine): number | null {
  if (args.verb.limitsItself) return null;
  const { takesTarget, timeoutMs = takesTarget ? DEFAULT_TIMEOUT_MS : null } = args.verb;
  return args.milliseconds("timeout") ?? (typeof timeoutMs === "function" ? timeoutMs(args) : timeoutMs);
}

/** How long a driver may take to listen, and then to answer Hello, without a longer `--timeout`, in milliseconds. */
const DEFAULT_PATIENCE_MS = 5_000;
/** The part of the time limit that is kept for explaining why a driver was too slow, in milliseconds. */
const EXPLAINING_MS = 1_000;

/**
 * How long to wait for a driver to listen or to answer Hello, in milliseconds: longer if `--timeout` allows more.
 *
 * @param elapsedMs How long the command has run.
 */
export function patienceOf(args: CommandLine, elapsedMs: number = performance.now()): number {
  const leftMs = (args.milliseconds("timeout") ?? 0) - elapsedMs - EXPLAINING_MS;
  return Math.max(DEFAULT_PATIENCE_MS, Math.floor(leftMs));
}
