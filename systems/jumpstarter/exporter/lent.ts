/**
 * What a method borrows from a client.
 *
 * @module
 */

/** Bytes that are lent for one call. */
export interface Lent {
  /** What the method gets. */
  readonly stream: ReadableStream<Uint8Array> | WritableStream<Uint8Array>;
  /** Ends the loan; waits until all is sent that was written. */
  release(error: unknown): Promise<void>;
}
