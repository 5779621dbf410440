/**
 * Lets so many at once do something, and the others wait in their order.
 *
 * @module
 */

/** Bounds how many services start at the same time: a machine that starts fifty at once starts none in time. */
export class Gate {
  readonly #width: number;
  #inside = 0;
  readonly #waiting: (() => void)[] = [];

  /** @param width How many may be inside. */
  constructor(width: number) {
    this.#width = width;
  }

  /**
   * Does something as soon as there is room.
   *
   * @throws The signal's reason, where it aborts before there was.
   */
  async pass<T>(signal: AbortSignal, act: () => Promise<T>): Promise<T> {
    await this.#enter(signal);
    try {
      return await act();
    } finally {
      this.#leave();
    }
  }

  async #enter(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted();
    if (this.#inside < this.#width) {
      this.#inside++;
      return;
    }
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const abort = () => {
      this.#waiting.splice(this.#waiting.indexOf(resolve), 1);
      reject(signal.reason);
    };
    this.#waiting.push(resolve);
    signal.addEventListener("abort", abort, { once: true });
    // Whoever leaves hands the place over, so that nobody slips in between.
    await promise.finally(() => signal.removeEventListener("abort", abort));
  }

  #leave(): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#inside--;
    else next();
  }
}
