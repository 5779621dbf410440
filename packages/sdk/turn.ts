/**
 * Splits long work into turns: the thread that reads rows also reads the connections.
 *
 * @module
 */
/** How long one turn is, in milliseconds. */
const TURN_MS = 10;

/**
 * A turn of 10 ms, which begins when it is created.
 *
 * @example A driver whose rows are computed in its own process
 * ```ts
 * import { strictEqual } from "node:assert/strict";
 * import { Turn } from "@fluxwire/sdk";
 *
 * const turn = new Turn();
 * let sum = 0;
 * for (let n = 0; n < 1_000; n++) {
 *   sum += n;
 *   if (turn.isOver) await turn.next();
 * }
 * strictEqual(sum, 499_500);
 * ```
 */
export class Turn {
  #until = performance.now() + TURN_MS;

  /** Whether the turn has used up its time. */
  get isOver(): boolean {
    return performance.now() >= this.#until;
  }

  /** Lets all other ready work run, then begins a new turn. */
  async next(): Promise<void> {
    // The global, not node:timers: importing that costs every driver's start several milliseconds.
    await new Promise<void>((resolve) => setImmediate(resolve));
    this.#until = performance.now() + TURN_MS;
  }
}
