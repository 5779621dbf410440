/**
 * Bytes that are written one after the other and given away in chunks.
 *
 * @module
 */

/** The length of a full chunk: as much as a pipe holds. */
const CHUNK_BYTES = 65_536;

/** A buffer in front of a function that takes chunks. */
export class RowBytes {
  /** Where the next byte goes; {@link reserve} room first. */
  at = 0;
  /** The buffer. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** The buffer as numbers. */
  readonly view: DataView<ArrayBuffer>;
  readonly #take: (chunk: Uint8Array) => void;
  #takenBytes = 0;

  /**
   * @param take Takes each chunk, which is valid during the call only.
   * @param capacity The length of the buffer.
   */
  constructor(take: (chunk: Uint8Array) => void, capacity: number = CHUNK_BYTES) {
    this.#take = take;
    this.bytes = new Uint8Array(capacity);
    this.view = new DataView(this.bytes.buffer);
  }

  /** The bytes written so far. */
  get length(): number {
    return this.#takenBytes + this.at;
  }

  /** Makes room for that many bytes; false if the whole buffer is shorter. */
  reserve(bytes: number): boolean {
    if (this.at + bytes <= this.bytes.length) return true;
    this.flush();
    return bytes <= this.bytes.length;
  }

  /** Writes bytes of any length. */
  write(bytes: Uint8Array): void {
    if (this.reserve(bytes.length)) {
      this.bytes.set(bytes, this.at);
      this.at += bytes.length;
      return;
    }
    this.#takenBytes += bytes.length;
    this.#take(bytes);
  }

  /** Gives away what is in the buffer. */
  flush(): void {
    if (this.at === 0) return;
    const chunk = this.bytes.subarray(0, this.at);
    this.#takenBytes += this.at;
    this.at = 0;
    this.#take(chunk);
  }
}
