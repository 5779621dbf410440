/**
 * Random numbers derived from a seed, so that the mock driver behaves the same in each run.
 *
 * @module
 */

/** A stream of random numbers (mulberry32). */
export class Random {
  #state: number;

  /** Equal seeds give equal numbers. */
  constructor(seed: number) {
    this.#state = seed | 0;
  }

  /** The next one, from 0 to below 1. */
  next(): number {
    this.#state = this.#state + 0x6d2b79f5 | 0;
    let bits = Math.imul(this.#state ^ this.#state >>> 15, 1 | this.#state);
    bits = bits + Math.imul(bits ^ bits >>> 7, 61 | bits) ^ bits;
    return ((bits ^ bits >>> 14) >>> 0) / 2 ** 32;
  }

  /** The next `count` bytes. */
  bytes(count: number): Uint8Array {
    return Uint8Array.from({ length: count }, () => this.next() * 256);
  }
}
