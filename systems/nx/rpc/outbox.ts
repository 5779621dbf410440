/**
 * What goes out on a stream: filled by one side, taken by the other when the peer's window has room.
 *
 * @module
 */

/** Items in order, with their bytes counted until they are taken. */
export class Outbox<T> implements AsyncIterable<T> {
  readonly #items: { item: T; byteLength: number }[] = [];
  readonly #onTaken: () => void;
  #byteLength = 0;
  #end: { error: Error | null } | null = null;
  #wake: () => void = () => {};

  /** @param onTaken Called after each item that was taken. */
  constructor(onTaken: () => void = () => {}) {
    this.#onTaken = onTaken;
  }

  /** The bytes of the items that wait. */
  get byteLength(): number {
    return this.#byteLength;
  }

  /** Adds an item; after the end it is dropped. */
  push(item: T, byteLength: number = 0): void {
    if (this.#end !== null) return;
    this.#items.push({ item, byteLength });
    this.#byteLength += byteLength;
    this.#wake();
  }

  /** Ends the stream behind what waits; with an error, at once. */
  close(error: Error | null = null): void {
    if (this.#end !== null) return;
    this.#end = { error };
    if (error !== null) this.#items.length = 0;
    this.#wake();
  }

  /** Every item, until the end. */
  async *[Symbol.asyncIterator](): AsyncGenerator<T> {
    for (;;) {
      const next = this.#items.shift();
      if (next !== undefined) {
        this.#byteLength -= next.byteLength;
        yield next.item;
        this.#onTaken();
        continue;
      }
      if (this.#end !== null) {
        if (this.#end.error !== null) throw this.#end.error;
        return;
      }
      const { promise, resolve } = Promise.withResolvers<void>();
      this.#wake = resolve;
      await promise;
    }
  }
}
