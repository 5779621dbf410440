/**
 * A header block that cannot be read.
 *
 * @module
 */

/** Ends the connection: the tables of both ends are no longer the same (RFC 7541, 2.3.3). */
export class HpackError extends Error {
  /** The class's name. */
  override readonly name = "HpackError";
}

/** The error at an offset of a block. */
export function hpackError(offset: number, problem: string): HpackError {
  return new HpackError(`Cannot decode header block: ${problem} at offset ${offset}`);
}
