/**
 * Splits long work into turns: the thread that reads rows also reads the connections.
 *
 * @module
 */
import { setImmediate } from "node:timers/promises";

/** How long one turn is, in milliseconds. */
const TURN_MS = 10;

/** A turn, which begins when it is created. */
export class Turn {
  #until = performance.now() + TURN_MS;

  /** Whether the turn has used up its time. */
  get isOver(): boolean {
    return performance.now() >= this.#until;
  }

  /** Lets all other ready work run, then begins a new turn. */
  async next(): Promise<void> {
    await setImmediate();
    this.#until = performance.now() + TURN_MS;
  }
}
