/** Reading together, writing alone. */

/** Tasks that share something: readers run at once, a writer alone, all in the order in which they came. */
export class Turns {
  /** The last writer, and the readers since. */
  #writer: Promise<unknown> = Promise.resolve();
  #readers: Promise<unknown>[] = [];

  /** Runs beside other readers, after the writers that came before. */
  async read<T>(task: () => Promise<T>): Promise<T> {
    return await this.#join(this.#writer.then(task));
  }

  /** Runs when all that came before has ended. */
  async write<T>(task: () => Promise<T>): Promise<T> {
    const before = [this.#writer, ...this.#readers];
    this.#readers = [];
    const running = Promise.all(before).then(task);
    this.#writer = running.catch(() => {});
    return await running;
  }

  /** A turn of a reader that ends when it is released. */
  async hold(): Promise<Disposable> {
    const { promise, resolve } = Promise.withResolvers<void>();
    const before = this.#writer;
    this.#readers.push(promise);
    await before;
    return { [Symbol.dispose]: resolve };
  }

  #join<T>(running: Promise<T>): Promise<T> {
    const ended = running.then(() => {}, () => {});
    this.#readers.push(ended);
    void ended.then(() => this.#readers = this.#readers.filter((one) => one !== ended));
    return running;
  }
}
