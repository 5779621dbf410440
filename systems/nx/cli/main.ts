/**
 * Runs a command line of `fluxwire nx`.
 *
 * @module
 */
import { type Program, runProgram } from "@fluxwire/command/program";
import { RUN, VERBS } from "./verbs.ts";

const NX: Program = {
  command: "fluxwire nx",
  summary: "Runs drivers of NX devices, and routes commands of children to their hubs",
  notes: "Without a verb it is run. Options have one dash or two.\n" +
    "An ID that begins with a dash stands after --, and the options before it: restart -control PATH -- -x",
  verbs: VERBS,
  defaultVerb: RUN,
  dash: "-",
  loadRules: async () => (await import("./error_rules.ts")).RULES,
};

/**
 * Runs one command line.
 *
 * @param args The words after `fluxwire nx`.
 * @returns The exit code.
 */
export function main(args: readonly string[]): Promise<number> {
  return runProgram(NX, args);
}
