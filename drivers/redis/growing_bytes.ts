/**
 * Bytes that are added one part after the other.
 *
 * @module
 */

const utf8 = new TextEncoder();

/** A buffer that grows. */
export class GrowingBytes {
  #bytes: Uint8Array<ArrayBuffer> = new Uint8Array(64);
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

  /** The bytes so far, in a buffer of their own. */
  taken(): Uint8Array<ArrayBuffer> {
    return this.#bytes.slice(0, this.#length);
  }

  #reserve(more: number): void {
    const needed = this.#length + more;
    if (needed <= this.#bytes.length) return;
    const grown = new Uint8Array(Math.max(needed, this.#bytes.length * 2));
    grown.set(this.#bytes.subarray(0, this.#length));
    this.#bytes = grown;
  }
}
