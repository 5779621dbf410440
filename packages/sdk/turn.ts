/**
 * Rows that come without a pause, shared out in turns: the thread that reads them also reads the connections.
 *
 * @module
 */
import { setImmediate } from "node:timers/promises";

/** How long one turn is, in milliseconds. */
const TURN_MS = 10;

/** A turn that began when it was made. */
export class Turn {
  #until = performance.now() + TURN_MS;

  /** Whether others had to wait for long enough. */
  get isOver(): boolean {
    return performance.now() >= this.#until;
  }

  /** Lets everything else run that is ready to, then begins anew. */
  async next(): Promise<void> {
    await setImmediate();
    this.#until = performance.now() + TURN_MS;
  }
}
