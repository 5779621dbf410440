/**
 * A cause of a failed start, as found.
 *
 * @module
 */

/** Why a program did not start. */
export interface Cause<Code extends string = string> {
  /** The stable name. */
  code: Code;
  /** What was found, to stand behind `Cannot start COMMAND: `. */
  what: string;
  /** The sentence that mends it, to stand in brackets behind that. */
  hint: string;
}
