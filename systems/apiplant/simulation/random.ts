/** Numbers that follow from a seed. */

/** A generator of random numbers: equal seeds give equal numbers. */
export class SeededRandom {
  #state: number;

  /** Starts at a seed, an integer. */
  constructor(seed: number) {
    this.#state = seed >>> 0;
    // Neighbouring seeds begin alike otherwise.
    for (let skipped = 0; skipped < 8; skipped++) this.next();
  }

  /** A number from 0 to 1, 1 excluded (mulberry32). */
  next(): number {
    this.#state = this.#state + 0x6d2b79f5 >>> 0;
    let mixed = Math.imul(this.#state ^ this.#state >>> 15, this.#state | 1);
    mixed ^= mixed + Math.imul(mixed ^ mixed >>> 7, mixed | 61);
    return ((mixed ^ mixed >>> 14) >>> 0) / 2 ** 32;
  }

  /** An integer from 0 to `end`, `end` excluded. */
  below(end: number): number {
    return Math.floor(this.next() * end);
  }

  /** Whether something happens that happens in `share` of all cases. */
  chance(share: number): boolean {
    return this.next() < share;
  }

  /** One of several. */
  pick<T>(from: readonly T[]): T {
    return from[this.below(from.length)] as T;
  }

  /** Fills bytes. */
  fill(bytes: Uint8Array): void {
    for (let at = 0; at < bytes.length; at++) bytes[at] = this.below(256);
  }

  /** A generator of its own, that goes on apart from this one. */
  fork(): SeededRandom {
    return new SeededRandom(this.below(2 ** 32));
  }
}
