/**
 * Bytes that cannot be encoded or decoded.
 *
 * @module
 */

/** A program of an encoding is missing, or refuses the bytes. */
export class CodingError extends Error {
  /** The class's name. */
  override readonly name = "CodingError";
  /** For programs. */
  readonly code = "CodingFailed";
}
