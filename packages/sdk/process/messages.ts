/**
 * The messages between a driver and a process of its own, over the process's standard input and output.
 *
 * Each has one byte for its kind; all but the two single bytes have a length of four bytes, little-endian, and content.
 *
 * @module
 */

/** The kinds of messages. */
export const KIND = {
  /** To the process: run a request. */
  request: 1,
  /** To the process, a single byte: end the running statement between two rows. */
  cancel: 2,
  /** To the process, a single byte: the thread that waited for a cancel gives the standard input back. */
  release: 3,
  /** From the process: bytes of encoded rows. */
  rows: 4,
  /** From the process: the end of a request, as JSON. */
  end: 5,
  /** From the process: the failure of a request, as JSON. */
  failure: 6,
} as const;

/** The bytes before the content. */
export const HEADER_BYTES = 5;

/** Writes kind and length before the content. */
export function writeHeader(target: Uint8Array, kind: number, length: number): void {
  target[0] = kind;
  target[1] = length;
  target[2] = length >>> 8;
  target[3] = length >>> 16;
  target[4] = length >>> 24;
}

/** The length in a header that begins at this place. */
export function readLength(bytes: Uint8Array, at: number): number {
  return (bytes[at + 1]! | bytes[at + 2]! << 8 | bytes[at + 3]! << 16 | bytes[at + 4]! << 24) >>> 0;
}
