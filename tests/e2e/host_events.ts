/**
 * The events of a host so far, for tests that wait for one.
 *
 * @module
 */

/** Collects events, and wakes those who wait for one. */
export class Events<T> {
  readonly all: T[] = [];
  readonly #waiting = new Set<() => void>();
  #end: Error | null = null;

  /** Adds an event. */
  readonly add = (event: T): void => {
    this.all.push(event);
    this.#wake();
  };

  /** Ends the events: waiting for another one fails with this error. */
  end(reason: Error): void {
    this.#end = reason;
    this.#wake();
  }

  /** Resolves with the first matching event from a number on. */
  async until(isWanted: (event: T) => boolean, from = 0): Promise<T> {
    for (;;) {
      const found = this.all.slice(from).find(isWanted);
      if (found !== undefined) return found;
      if (this.#end !== null) throw this.#end;
      await new Promise<void>((resolve) => this.#waiting.add(resolve));
    }
  }

  #wake(): void {
    for (const wake of this.#waiting) wake();
    this.#waiting.clear();
  }
}
