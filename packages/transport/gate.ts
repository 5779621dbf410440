/**
 * Limits how many tasks run at once; the rest queue in the order they came.
 *
 * @module
 */

/** Runs tasks, at most so many at a time: a machine that starts fifty programs at once starts none in time. */
export class Gate {
  readonly #width: number;
  #inside = 0;
  readonly #waiting: (() => void)[] = [];

  /**
   * A gate that runs nothing yet.
   *
   * @param width How many tasks may run at once.
   */
  constructor(width: number) {
    this.#width = width;
  }

  /**
   * Runs a task as soon as there is room.
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
    // A task that ends hands its place over, so that no later one slips in between.
    await promise.finally(() => signal.removeEventListener("abort", abort));
  }

  #leave(): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#inside--;
    else next();
  }
}
