/**
 * A driver does not do what a check expects.
 *
 * @module
 */

/** A check failed: exit code 8. */
export class CheckError extends Error {
  /** The class's name. */
  override readonly name = "CheckError";
  /** The one code of this class. */
  readonly code = "CheckFailed";
}
