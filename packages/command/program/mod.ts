/**
 * Programs whose first word is a verb.
 *
 * @module
 */
export { Flags, type Known } from "./flags.ts";
export { runProgram, type RunProgramOptions } from "./run_program.ts";
export type { Program, Verb, VerbContext } from "./verb.ts";
