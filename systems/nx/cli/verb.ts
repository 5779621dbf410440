/**
 * A verb of `fluxwire nx`.
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
  /** How long it may take unless the command line says otherwise, in milliseconds; null for no limit. */
  readonly timeoutMs: number | null;
  /** Loads what it does; the result is the exit code. */
  readonly load: () => Promise<{ run(context: VerbContext): Promise<number> }>;
}
