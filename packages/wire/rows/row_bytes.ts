/**
 * Bytes that are written one after the other and given away in chunks.
 *
 * @module
 */

/** The length of a full chunk: half of what a pipe holds, so that one end writes while the other reads. */
const CHUNK_BYTES = 32_768;

/** What the buffer has at first: a short result needs no more. */
const FIRST_BYTES = 512;

/** No buffer. */
const NO_BYTES = new Uint8Array(0);

/** A buffer that another writer has finished with: making one takes longer than encoding a short row. */
let spare: Uint8Array<ArrayBuffer> | null = null;

/** A buffer in front of a function that takes chunks. */
export class RowBytes {
  /** Where the next byte goes; {@link reserve} room first. */
  at = 0;
  /** The buffer. */
  bytes: Uint8Array<ArrayBuffer> = spare ?? new Uint8Array(FIRST_BYTES);
  /** The buffer as numbers. */
  view: DataView<ArrayBuffer> = new DataView(this.bytes.buffer);
  readonly #take: (chunk: Uint8Array) => void;
  #takenBytes = 0;

  /** @param take Takes each chunk, which is valid during the call only. */
  constructor(take: (chunk: Uint8Array) => void) {
    this.#take = take;
    spare = null;
  }

  /** The bytes written so far. */
  get length(): number {
    return this.#takenBytes + this.at;
  }

  /** Makes room for that many bytes; false if no chunk is so long. */
  reserve(bytes: number): boolean {
    if (this.at + bytes <= this.bytes.length) return true;
    if (bytes <= CHUNK_BYTES && this.bytes.length < CHUNK_BYTES) this.#grow();
    if (this.at + bytes > CHUNK_BYTES) this.flush();
    return bytes <= CHUNK_BYTES;
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

  /** Gives the rest away, and the buffer to the next writer. What is written later needs another one. */
  finish(): void {
    this.flush();
    if (this.bytes.length === 0) return;
    spare = this.bytes;
    this.bytes = NO_BYTES;
  }

  #grow(): void {
    const grown = new Uint8Array(CHUNK_BYTES);
    grown.set(this.bytes.subarray(0, this.at));
    this.bytes = grown;
    this.view = new DataView(grown.buffer);
  }
}
