/**
 * The rows of a result in their final encoding.
 *
 * @module
 */
import type { CodecName } from "../layout.ts";

/**
 * Rows that are encoded already, by a `RowEncoder`, possibly in another process. A result carries them instead of rows;
 * its answer is sent without reading or copying them.
 */
export class EncodedRows {
  /** Their length in bytes. */
  readonly byteLength: number;

  /**
   * Holds the chunks without a copy.
   *
   * @param codec The serializer that they are encoded for, that of the connection.
   * @param count The number of rows.
   * @param chunks Their bytes, one row after the other, divided anywhere. They must not change until they are sent.
   */
  constructor(
    /** The serializer that they are encoded for. */
    readonly codec: CodecName,
    /** The number of rows. */
    readonly count: number,
    /** Their bytes. */
    readonly chunks: readonly Uint8Array[],
  ) {
    this.byteLength = chunks.reduce((sum, { length }) => sum + length, 0);
  }
}
