/**
 * Splits long work into turns: the thread that reads rows also reads the connections.
 *
 * @module
 */
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
    // The global, not node:timers: importing that costs every driver's start several milliseconds.
    await new Promise<void>((resolve) => setImmediate(resolve));
    this.#until = performance.now() + TURN_MS;
  }
}
