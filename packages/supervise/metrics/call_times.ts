/**
 * How long calls take: the quantiles of the last ones, and how many there were.
 *
 * @module
 */

/** How many of the last calls the quantiles are of. */
const WINDOW = 1_024;

/** Keeps the times of calls, in bounded memory. */
export class CallTimes {
  readonly #times = new Float64Array(WINDOW);
  #count = 0;
  #failures = 0;
  #sumMs = 0;

  /** Adds a call that has ended. */
  add(ms: number, { isFailure }: { isFailure: boolean }): void {
    this.#times[this.#count++ % WINDOW] = ms;
    this.#sumMs += ms;
    if (isFailure) this.#failures++;
  }

  /** How many calls have ended. */
  get count(): number {
    return this.#count;
  }

  /** How many of them with an error. */
  get failures(): number {
    return this.#failures;
  }

  /** The time of all calls together, in milliseconds. */
  get sumMs(): number {
    return this.#sumMs;
  }

  /** The time that this part of the last 1,024 calls did not exceed, in milliseconds; null if there was no call. */
  quantileMs(part: number): number | null {
    const kept = this.#times.slice(0, Math.min(this.#count, WINDOW)).sort();
    return kept[Math.max(0, Math.ceil(part * kept.length) - 1)] ?? null;
  }
}
