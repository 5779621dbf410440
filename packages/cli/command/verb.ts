/**
 * What a verb of the command line is.
 *
 * @module
 */
import type { CommandLine } from "./args.ts";
import type { Context } from "./context.ts";
import type { Flag } from "./flags.ts";

/** What a verb's module has. */
export interface VerbModule {
  /** Does it, and gives the exit code. What it throws is printed, and decides the exit code. */
  run(context: Context): Promise<number>;
}

/** One verb. */
export interface Verb {
  /** Its name. */
  name: string;
  /** Its arguments, as the help shows them. */
  usage: string;
  /** What it does, in one line. */
  summary: string;
  /** What it does, where one line is not enough; loaded for the help alone if it is a function. */
  details: string | (() => Promise<string>);
  /** The most arguments it takes. */
  maxArguments: number;
  /**
   * What to do instead of giving more arguments than that.
   *
   * @default {undefined}
   */
  surplusRemedy?: string;
  /** Whether it takes a command to start, after `--`. */
  takesTarget: boolean;
  /**
   * More arguments of the mock driver, which is started where no target is given.
   *
   * @default {[]}
   */
  mockArgs?: readonly string[];
  /** Its options. */
  flags: readonly Flag[];
  /**
   * Its bound in milliseconds where `--timeout` is not given; null for none.
   *
   * @default {30000 where it takes a target, else none}
   */
  timeoutMs?: number | null | ((args: CommandLine) => number);
  /**
   * Whether `--timeout` limits something within the verb, in place of the whole command.
   *
   * @default {false}
   */
  limitsItself?: boolean;
  /** Loads what does it: a verb's code costs start-up time only where it is used. */
  load(): Promise<VerbModule>;
}

/** The target, as a usage line shows it. */
export const TARGET = "[--socket ID | --service ID [--config FILE] | -- COMMAND ARGS...]";

/** How a target is given. */
export const TARGET_DETAILS =
  `Without a target the mock driver is started on a fresh socket. A COMMAND is started and stopped
afterwards: {socket} in it becomes a fresh name, an explicit --socket NAME is used as it is, and where neither stands
--socket NAME is appended. A service is looked up in the configuration of DBFlux, in your folders or in FILE: where it
listens already it is used and left running, else it is started as it says there, and stopped afterwards.`;
