/**
 * The command line says something that the probe does not understand.
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

  /** The error for a word that is none of the known ones, with the one that was probably meant. */
  static unknown(what: string, word: string, known: readonly string[]): UsageError {
    const meant = nearest(word, known);
    return new UsageError(`Unknown ${what}: ${word}${meant === null ? "" : `; did you mean ${meant}?`}`);
  }
}
