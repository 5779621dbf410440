/**
 * Runs a command line of `fluxwire apiplant`.
 *
 * @module
 */
import { type Program, runProgram } from "@fluxwire/command/program";
import { SERVE, VERBS } from "./verbs.ts";

const APIPLANT: Program = {
  command: "fluxwire apiplant",
  summary: "Serves models: business objects that are defined over HTTP, whose every change is an event of a log",
  notes: "Without a verb it is serve. A server that ends has exit codes of its own: 0 stopped, 1 configuration,\n" +
    "2 cannot listen, 3 a storage failed to start, 4 the log is damaged, 5 the event storage is lost",
  verbs: VERBS,
  defaultVerb: SERVE,
  loadRules: async () => (await import("./error_rules.ts")).RULES,
};

/**
 * Runs one command line.
 *
 * @param args The words after `fluxwire apiplant`.
 * @returns The exit code.
 */
export function main(args: readonly string[]): Promise<number> {
  return runProgram(APIPLANT, args);
}
