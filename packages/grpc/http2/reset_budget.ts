/**
 * How often a peer may make streams end early: opening and resetting costs it little and the other end much.
 *
 * @module
 */

/** A number of resets at once, and some more with each second. */
export class ResetBudget {
  readonly #max: number;
  readonly #perMs: number;
  #left: number;
  #at: number;

  /**
   * A full budget.
   *
   * @param nowMs The time, in milliseconds.
   */
  constructor(max: number, perSecond: number, nowMs: number) {
    this.#max = max;
    this.#perMs = perSecond / 1_000;
    this.#left = max;
    this.#at = nowMs;
  }

  /** Takes one reset; false if none is left. */
  spend(nowMs: number): boolean {
    this.#left = Math.min(this.#max, this.#left + Math.max(0, nowMs - this.#at) * this.#perMs);
    this.#at = nowMs;
    if (this.#left < 1) return false;
    this.#left--;
    return true;
  }
}
