/**
 * What every command line of Fluxwire has in common: exit codes, `--json`, colours, options, time limits and signals. Help
 * and the explanation of failures are entries of their own, as most commands need neither: `@fluxwire/command/help`,
 * `@fluxwire/command/failing`. `@fluxwire/command/program` runs a whole program of verbs.
 *
 * @example A command that writes a table, or a document with `--json`
 * ```ts
 * import { equal } from "node:assert/strict";
 * import { EXIT, Output, wantsJson } from "@fluxwire/command";
 *
 * const written: string[] = [];
 * const stdout = {
 *   writeSync: (bytes: Uint8Array) => written.push(new TextDecoder().decode(bytes)) && bytes.length,
 *   isTerminal: () => false,
 * };
 * const output = new Output(wantsJson(["--json"]), { stdout });
 * if (output.isJson) output.json({ state: "ready" });
 * else output.line("It is ready");
 * equal(written.join(""), '{"state":"ready"}\n');
 * equal(EXIT.done, 0);
 * ```
 *
 * @module
 */
export { bounded, type Bounds } from "./bounded.ts";
export { CommandError } from "./command_error.ts";
export { counted } from "./counted.ts";
export { EXIT, exitCodeTable, SIGNAL_EXITS } from "./exit_codes.ts";
export type { ErrorRules, Failure, WrittenLines } from "./failure.ts";
export { type Dash, type Flag, FlagValues, HELP_FLAG, JSON_FLAG, wantsJson } from "./flags.ts";
export { fromFolder } from "./from_folder.ts";
export { type EndingSignal, Interrupted, onInterrupt } from "./interrupt.ts";
export { nearest } from "./nearest.ts";
export { oneLine } from "./one_line.ts";
export { type Colour, Output, OutputClosed, type Sink } from "./output.ts";
export { onParentEnd, PARENT_VARIABLE } from "./parent.ts";
export { UsageError } from "./usage_error.ts";
