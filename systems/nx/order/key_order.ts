/**
 * Runs work of one key, such as a device, in its order.
 *
 * @module
 */

/** Work of one key runs one after the other, work of different keys side by side. */
export class KeyOrder {
  readonly #last = new Map<string, Promise<unknown>>();

  /** Runs work once the earlier work of the key has ended. */
  async run<T>(key: string, work: () => Promise<T>): Promise<T> {
    const before = this.#last.get(key);
    const mine = before === undefined ? work() : before.then(work, work);
    this.#last.set(key, mine);
    try {
      return await mine;
    } finally {
      if (this.#last.get(key) === mine) this.#last.delete(key);
    }
  }
}
