/**
 * How long a command may take.
 *
 * @module
 */
import type { CommandLine } from "./args.ts";

/** What bounds a command that speaks to a driver and names no time of its own, in milliseconds. */
const DEFAULT_TIMEOUT_MS = 30_000;

/**
 * The bound of a command in milliseconds: `--timeout`, or a default where a driver could hang; null for one that only
 * reads what it is given, for as long as that comes, or limits itself.
 *
 * @throws {UsageError} for a `--timeout` that no timer can have.
 */
export function timeoutOf(args: CommandLine): number | null {
  if (args.verb.limitsItself) return null;
  const { takesTarget, timeoutMs = takesTarget ? DEFAULT_TIMEOUT_MS : null } = args.verb;
  return args.milliseconds("timeout") ?? (typeof timeoutMs === "function" ? timeoutMs(args) : timeoutMs);
}

/** How long a driver may take to listen, and then to answer Hello, where the command has no more time, in milliseconds. */
const DEFAULT_PATIENCE_MS = 5_000;
/** What is left of the command's time to say why a driver was too slow, in milliseconds. */
const EXPLAINING_MS = 1_000;

/**
 * How long to wait for a driver's next sign of life, in milliseconds: whoever gives the command more time means that.
 *
 * @param elapsedMs How long the command has run.
 */
export function patienceOf(args: CommandLine, elapsedMs: number = performance.now()): number {
  const leftMs = (args.milliseconds("timeout") ?? 0) - elapsedMs - EXPLAINING_MS;
  return Math.max(DEFAULT_PATIENCE_MS, Math.floor(leftMs));
}
