/**
 * Limits how many tasks run at once; the rest queue in the order they came.
 *
 * @module
 */

import { onAbort } from "./on_abort.ts";

/** Runs tasks, at most so many at a time: a machine that starts fifty programs at once starts none in time. */
export class Gate {
  readonly #width: number;
  #running = 0;
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
   * Runs a task when a place is free, and returns its result.
   *
   * @param signal Gives up waiting when it aborts; a task that runs goes on.
   * @throws The signal's reason, if it aborts before the task runs.
   */
  async run<T>(task: () => Promise<T>, signal?: AbortSignal): Promise<T> {
    signal?.throwIfAborted();
    if (this.#running < this.#width) this.#running++;
    else await this.#enter(signal);
    try {
      return await task();
    } finally {
      this.#leave();
    }
  }

  async #enter(signal?: AbortSignal): Promise<void> {
    const { promise, resolve, reject } = Promise.withResolvers<void>();
    const abort = () => {
      const at = this.#waiting.indexOf(resolve);
      // One that was let in in this turn has its place already, and must give it back.
      if (at < 0) return;
      this.#waiting.splice(at, 1);
      reject(signal?.reason);
    };
    this.#waiting.push(resolve);
    using _listening = onAbort(signal, abort);
    // A task that ends hands its place over, so that no later one slips in between.
    await promise;
  }

  #leave(): void {
    const next = this.#waiting.shift();
    if (next === undefined) this.#running--;
    else next();
  }
}
