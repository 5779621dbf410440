/**
 * The context that every verb receives.
 *
 * @module
 */
import type { CommandLine } from "./args.ts";
import type { CreateHistogram } from "../bench/histogram.ts";
import type { Output } from "@fluxwire/command";
import type { Part, Parts } from "./part.ts";

/** One run of the command line. */
export interface Context {
  /** The parsed command line. */
  args: CommandLine;
  /** Loads the part that the verb belongs to, with all its verbs. */
  loadPart: () => Promise<Part>;
  /** Every part. */
  parts: Parts;
  /** The whole command line as it was given, the part's name included. */
  argv: readonly string[];
  /** Where the result goes. */
  output: Output;
  /** Aborts after `--timeout` or at an interrupt; its reason is the error that the command fails with. */
  signal: AbortSignal;
  /** Creates the histograms of a bench; undefined in a process without the npm package. */
  createHistogram?: CreateHistogram;
}
