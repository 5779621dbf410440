/**
 * A program and its verbs.
 *
 * @module
 */
import type { ErrorRules } from "../failure.ts";
import type { Dash, Flag } from "../flags.ts";
import type { Output } from "../output.ts";
import type { Flags } from "./flags.ts";

/** What a verb runs with. */
export interface VerbContext {
  /** Its command line. */
  readonly flags: Flags;
  /** What it writes to. */
  readonly output: Output;
  /** Aborts when the time is up, on a signal, and when the program's parent has ended. */
  readonly signal: AbortSignal;
}

/** A verb. */
export interface Verb {
  /** Its name. */
  readonly name: string;
  /** Its arguments, for the help. */
  readonly usage: string;
  /** What it does, in one line. */
  readonly summary: string;
  /** How many words it takes: at least, and at most. */
  readonly words: readonly [least: number, most: number];
  /** Its options, `--help` apart. */
  readonly flags: readonly Flag[];
  /** Whether it takes the command line of another program, behind `--`. */
  readonly takesCommand?: boolean;
  /** Whether it reads its whole command line by itself: its context then has all words, and no option. */
  readonly isRaw?: boolean;
  /** Whether SIGINT is for the program that it runs, and does not end the verb. */
  readonly leavesInterrupt?: boolean;
  /** How long it may take without `--timeout`, in milliseconds; null for no limit. */
  readonly timeoutMs: number | null;
  /** Loads what it does; the result is the exit code, and what it throws decides the exit code. */
  readonly load: () => Promise<{ run(context: VerbContext): Promise<number> }>;
}

/** A program whose first word is a verb. */
export interface Program {
  /** How it is called, such as `fluxwire nx`. */
  readonly command: string;
  /** What it is for, in one line. */
  readonly summary: string;
  /**
   * What its help ends with.
   *
   * @default {""}
   */
  readonly notes?: string;
  /** Its verbs, in the order of the help. */
  readonly verbs: readonly Verb[];
  /**
   * The verb that runs without a name.
   *
   * @default {null, which shows the help}
   */
  readonly defaultVerb?: Verb | null;
  /**
   * What options begin with in its texts; it takes both.
   *
   * @default {"--"}
   */
  readonly dash?: Dash;
  /** Loads what it knows of its own errors, when something has failed. */
  readonly loadRules: () => Promise<ErrorRules>;
}
