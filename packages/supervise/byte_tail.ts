/**
 * The last bytes of a stream.
 *
 * @module
 */

/** Keeps the last bytes of all that are pushed. */
export class ByteTail {
  readonly #maxBytes: number;
  #buffer = new Uint8Array(0);
  #length = 0;
  #isCut = false;

  /** @param maxBytes How many bytes are kept; up to twice as many are held meanwhile. */
  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** Whether bytes that were pushed are no longer kept. */
  get isCut(): boolean {
    return this.#isCut || this.#length > this.#maxBytes;
  }

  /** The kept bytes, until more are pushed. */
  get bytes(): Uint8Array {
    return this.#buffer.subarray(Math.max(0, this.#length - this.#maxBytes), this.#length);
  }

  /** Adds bytes, which are copied. */
  push(bytes: Uint8Array): void {
    const added = bytes.subarray(-this.#maxBytes);
    this.#isCut ||= added.length < bytes.length;
    if (this.#length + added.length > 2 * this.#maxBytes) this.#dropAllBut(this.#maxBytes);
    if (this.#length + added.length > this.#buffer.length) this.#growTo(this.#length + added.length);
    this.#buffer.set(added, this.#length);
    this.#length += added.length;
  }

  #dropAllBut(count: number): void {
    this.#buffer.copyWithin(0, this.#length - count, this.#length);
    this.#length = count;
    this.#isCut = true;
  }

  /** Doubles, so that many small chunks are copied seldom. */
  #growTo(length: number): void {
    const grown = new Uint8Array(Math.min(Math.max(2 * this.#buffer.length, length), 2 * this.#maxBytes));
    grown.set(this.#buffer.subarray(0, this.#length));
    this.#buffer = grown;
  }
}
