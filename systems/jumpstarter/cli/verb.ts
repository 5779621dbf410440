/**
 * A verb of `fluxwire jumpstarter`.
 *
 * @module
 */
import type { Flag, Flags } from "./flags.ts";
import type { Output } from "./output.ts";

/** What a verb runs with. */
export interface VerbContext {
  /** Its command line. */
  readonly flags: Flags;
  /** What it writes to. */
  readonly output: Output;
  /** Aborts when the time is up, or on SIGINT and SIGTERM. */
  readonly signal: AbortSignal;
}

/** A verb. */
export interface Verb {
  /** Its name. */
  readonly name: string;
  /** Its arguments, for the help. */
  readonly usage: string;
  /** What it does, in a sentence. */
  readonly summary: string;
  /** How many words it takes: at least, and at most. */
  readonly words: readonly [least: number, most: number];
  /** Its flags. */
  readonly flags: readonly Flag[];
  /** Whether it reads its whole command line by itself: `flags` then has all words, and no flag. */
  readonly isRaw?: boolean;
  /** Whether SIGINT is for the program that it runs, and does not end the verb. */
  readonly leavesInterrupt?: boolean;
  /** How long it may take unless the command line says otherwise, in milliseconds; null for no limit. */
  readonly timeoutMs: number | null;
  /** Loads what it does; the result is the exit code. */
  readonly load: () => Promise<{ run(context: VerbContext): Promise<number> }>;
}
