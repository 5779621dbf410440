/**
 * What every verb is given.
 *
 * @module
 */
import type { CommandLine } from "./args.ts";
import type { CreateHistogram } from "../bench/histogram.ts";
import type { Output } from "./output.ts";
import type { Part, Parts } from "./part.ts";

/** One run of the command line. */
export interface Context {
  /** What was asked. */
  args: CommandLine;
  /** The part that the verb belongs to. */
  part: Part;
  /** Every part. */
  parts: Parts;
  /** The whole command line as it was given, the part's name included. */
  argv: readonly string[];
  /** Where the result goes. */
  output: Output;
  /** Aborts when `--timeout` is over, or somebody interrupts; its reason is what the command fails with. */
  signal: AbortSignal;
  /** Makes the histograms of a bench; undefined where this process has none to give. */
  createHistogram?: CreateHistogram;
}
