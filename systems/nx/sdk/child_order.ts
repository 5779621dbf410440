/**
 * Runs the commands of one child one after the other, and those of different children side by side.
 *
 * @module
 */

/** Work of children, in the order of each. */
export class ChildOrder {
  readonly #last = new Map<string, Promise<unknown>>();

  /** Runs work once the earlier work of the child has ended. */
  async run<T>(childRef: string, work: () => Promise<T>): Promise<T> {
    const before = this.#last.get(childRef);
    const mine = before === undefined ? work() : before.then(work, work);
    this.#last.set(childRef, mine);
    try {
      return await mine;
    } finally {
      if (this.#last.get(childRef) === mine) this.#last.delete(childRef);
    }
  }
}
