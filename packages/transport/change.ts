/**
 * Waiting for a state to change, for readers of something that is filled by events.
 *
 * @module
 */

/** Wakes all waits; each looks at the state again, and waits again if it is not what it needs. */
export class Change {
  #next = Promise.withResolvers<void>();

  /** Resolves with the next `announce`. */
  wait(): Promise<void> {
    return this.#next.promise;
  }

  /** Says that the state has changed. */
  announce(): void {
    this.#next.resolve();
    this.#next = Promise.withResolvers();
  }
}
