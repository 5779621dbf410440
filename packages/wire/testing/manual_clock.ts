/**
 * A clock for tests of what keeps time limits.
 *
 * @module
 */
import type { Clock } from "../clock.ts";

/** Timers that fire when the test says so. */
export class ManualClock implements Clock {
  /** The timers that wait, by the id that clears them. */
  readonly timers: Map<number, { callback: () => void; delayMs: number }> = new Map();
  #last = 0;

  /** Keeps a timer until `fire`. */
  setTimeout(callback: () => void, delayMs: number): number {
    this.timers.set(++this.#last, { callback, delayMs });
    return this.#last;
  }

  /** Forgets a timer. */
  clearTimeout(timer: unknown): void {
    this.timers.delete(timer as number);
  }

  /** How many timers were ever set. */
  get count(): number {
    return this.#last;
  }

  /** Fires all that wait. */
  fire(): void {
    for (const [id, { callback }] of [...this.timers]) {
      this.timers.delete(id);
      callback();
    }
  }
}
