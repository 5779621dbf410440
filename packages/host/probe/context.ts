/**
 * What every verb is given.
 *
 * @module
 */
import type { CommandLine } from "./args.ts";
import type { Output } from "./output.ts";

/** One run of the command line. */
export interface Context {
  /** What was asked. */
  args: CommandLine;
  /** Where the result goes. */
  output: Output;
  /** Aborts when `--timeout` is over, or somebody interrupts; its reason is what the command fails with. */
  signal: AbortSignal;
}
