/**
 * Command lines of `fluxwire probe`, for tests of what reads them.
 *
 * @module
 */
import { PROBE } from "../../parts/probe.ts";
import { type CommandLine, findVerb, parseArgs } from "../args.ts";
import type { Part } from "../part.ts";

/** What stands behind `fluxwire probe`, or another part, as data. */
export function probeLine(args: readonly string[], part: Part = PROBE): CommandLine {
  const verb = findVerb(args, part);
  if (verb === null) throw new TypeError(`No verb of ${part.name}: ${args.join(" ")}`);
  return parseArgs(args, part, verb);
}
