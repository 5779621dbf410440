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
 * reads what it is given, for as long as that comes.
 *
 * @throws {UsageError} for a `--timeout` that no timer can have.
 */
export function timeoutOf(args: CommandLine): number | null {
  return args.milliseconds("timeout") ?? (args.verb.takesTarget ? DEFAULT_TIMEOUT_MS : null);
}
