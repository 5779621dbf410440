/**
 * Waiting for a state to change, for readers of something that is filled by events.
 *
 * @module
 */

/** Wakes all who wait; they look at the state again, and wait again where it is not what they need. */
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
