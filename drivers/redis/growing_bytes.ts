/**
 * Bytes that are added one part after the other.
 *
 * @module
 */

const utf8 = new TextEncoder();

/** The largest buffer that is made for more than one part. */
const MAX_SHARED = 65_536;

/** A buffer that grows. */
export class GrowingBytes {
  #bytes: Uint8Array<ArrayBuffer> = new Uint8Array(64);
  /** Where the bytes begin that were not taken. */
  #start = 0;
  #length = 0;

  /** Adds a byte. */
  addByte(byte: number): void {
    this.#reserve(1);
    this.#bytes[this.#length++] = byte;
  }

  /** Adds a text as UTF-8. */
  addText(text: string): void {
    this.#reserve(text.length * 3);
    this.#length += utf8.encodeInto(text, this.#bytes.subarray(this.#length)).written;
  }

  /** The bytes since the last call. They share a buffer with those of other calls. */
  taken(): Uint8Array<ArrayBuffer> {
    const bytes = this.#bytes.subarray(this.#start, this.#length);
    this.#start = this.#length;
    return bytes;
  }

  #reserve(more: number): void {
    const needed = this.#length + more;
    if (needed <= this.#bytes.length) return;
    const held = this.#bytes.subarray(this.#start, this.#length), next = Math.min(this.#bytes.length * 2, MAX_SHARED);
    this.#bytes = new Uint8Array(Math.max(needed - this.#start, held.length * 2, next));
    this.#bytes.set(held);
    this.#start = 0;
    this.#length = held.length;
  }
}
