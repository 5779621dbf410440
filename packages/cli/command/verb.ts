/**
 * The verbs of the command line.
 *
 * @module
 */
import type { CommandLine } from "./args.ts";
import type { Context } from "./context.ts";
import type { Flag } from "@fluxwire/command";

/** The module of a verb. */
export interface VerbModule {
  /** Runs the verb and returns the exit code. What it throws is printed, and decides the exit code. */
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
  /** The help's further paragraphs; loaded only for the help if it is a function. */
  details: string | (() => Promise<string>);
  /** The most arguments it takes. */
  maxArguments: number;
  /**
   * What to do instead of giving more arguments.
   *
   * @default {undefined}
   */
  surplusRemedy?: string;
  /** Whether it takes a command to start, after `--`. */
  takesTarget: boolean;
  /**
   * More arguments for the mock driver, which is started if no target is given.
   *
   * @default {[]}
   */
  mockArgs?: readonly string[];
  /** Its options. */
  flags: readonly Flag[];
  /**
   * Its time limit in milliseconds if `--timeout` is not given; null for none.
   *
   * @default {30000 if it takes a target, otherwise none}
   */
  timeoutMs?: number | null | ((args: CommandLine) => number);
  /**
   * Whether `--timeout` limits something within the verb, in place of the whole command.
   *
   * @default {false}
   */
  limitsItself?: boolean;
  /** Loads the verb's module, so that its code costs start-up time only when it runs. */
  load(): Promise<VerbModule>;
}

/** The target, as a usage line shows it. */
export const TARGET = "[--socket ID | --service ID [--config FILE] | -- COMMAND ARGS...]";

/** How a target is given. */
export const TARGET_DETAILS =
  `Without a target the mock driver is started on a fresh socket. COMMAND is started, and stopped at the
end: {socket} in it becomes a fresh name; without it the command's own --socket NAME is used, or --socket and a fresh name
are appended. --service looks in DBFlux's configuration in your folders, or in FILE: a service that already listens is used
and left running, otherwise it is started as configured, and stopped at the end.`;
