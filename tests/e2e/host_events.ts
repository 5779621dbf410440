/**
 * What a host has told so far, for tests that wait for something.
 *
 * @module
 */

/** Keeps events, and wakes who waits for one. */
export class Events<T> {
  readonly all: T[] = [];
  readonly #waiting = new Set<() => void>();
  #end: Error | null = null;

  /** Adds one. */
  readonly add = (event: T): void => {
    this.all.push(event);
    this.#wake();
  };

  /** No more will come: who waits for one fails with this. */
  end(reason: Error): void {
    this.#end = reason;
    this.#wake();
  }

  /** Resolves with the first event, from that number on, that is as wanted. */
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
