/**
 * Runs a command line of `fluxwire jumpstarter`.
 *
 * @module
 */
import { type Program, runProgram } from "@fluxwire/command/program";
import { VERBS } from "./verbs.ts";

const JUMPSTARTER: Program = {
  command: "fluxwire jumpstarter",
  summary: "Offers devices to Jumpstarter's clients, and uses devices that others offer",
  verbs: VERBS,
  loadRules: async () => (await import("./error_rules.ts")).RULES,
};

/**
 * Runs one command line.
 *
 * @param args The words after `fluxwire jumpstarter`.
 * @returns The exit code.
 */
export function main(args: readonly string[]): Promise<number> {
  return runProgram(JUMPSTARTER, args);
}
