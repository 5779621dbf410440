/**
 * Lets only so many do something at once; the others wait their turn.
 *
 * @module
 */

/** A turnstile. */
export class Turnstile {
  readonly #waiting: (() => void)[] = [];
  #free: number;

  /** @param places How many may be inside. */
  constructor(places: number) {
    this.#free = places;
  }

  /** Does the work when it is its turn; what comes of it is handed on. */
  async pass<T>(work: () => Promise<T>): Promise<T> {
    if (this.#free > 0) this.#free--;
    else await new Promise<void>((resolve) => this.#waiting.push(resolve));
    try {
      return await work();
    } finally {
      const next = this.#waiting.shift();
      if (next === undefined) this.#free++;
      else next();
    }
  }
}
