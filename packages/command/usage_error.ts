/**
 * The command line cannot be understood.
 *
 * @module
 */
import { nearest } from "./nearest.ts";

/** Wrong usage: exit code 1. */
export class UsageError extends Error {
  /** The class's name. */
  override readonly name = "UsageError";
  /** The one code of this class. */
  readonly code = "Usage";

  /** The error for an unknown word, with the known one that was probably meant. */
  static unknown(what: string, word: string, known: readonly string[]): UsageError {
    const meant = nearest(word, known);
    return new UsageError(`Unknown ${what}: ${word}${meant === null ? "" : `; did you mean ${meant}?`}`);
  }
}
