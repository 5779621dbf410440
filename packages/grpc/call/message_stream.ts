/**
 * The messages that a peer sends, as the application takes them.
 *
 * @module
 */

/** What a stream of messages reports to its call. */
export interface MessageStreamOwner {
  /** The application took that many bytes of messages. */
  onTaken(bytes: number): void;
  /** The application wants no more. */
  onReturn(): void;
}

/** Messages in their order; what is not taken holds the peer back by flow control. */
export class MessageStream<T> implements AsyncIterableIterator<T, undefined, undefined> {
  readonly #owner: MessageStreamOwner;
  readonly #decode: (bytes: Uint8Array) => T;
  #queue: Uint8Array[] = [];
  #head = 0;
  #waiting: PromiseWithResolvers<IteratorResult<T, undefined>>[] = [];
  #end: { error: Error | null } | null = null;

  /** No message came yet. */
  constructor(owner: MessageStreamOwner, decode: (bytes: Uint8Array) => T) {
    this.#owner = owner;
    this.#decode = decode;
  }

  /** Messages that were not taken. */
  get waitingMessages(): number {
    return this.#queue.length - this.#head;
  }

  /** Takes a message from the peer. */
  push(bytes: Uint8Array): void {
    if (this.#end !== null) return this.#owner.onTaken(bytes.length);
    const waiting = this.#waiting.shift();
    if (waiting === undefined) {
      this.#queue.push(bytes);
      return;
    }
    this.#owner.onTaken(bytes.length);
    try {
      waiting.resolve({ value: this.#decode(bytes), done: false });
    } catch (error) {
      waiting.reject(error);
    }
  }

  /** Ends the stream at once: what was not taken is dropped. */
  abort(error: Error): void {
    this.#clear();
    this.finish(error);
  }

  /** Ends the stream behind what was not taken. */
  finish(error: Error | null): void {
    if (this.#end !== null) return;
    this.#end = { error };
    for (const waiting of this.#waiting.splice(0)) {
      if (error === null) waiting.resolve({ value: undefined, done: true });
      else {
        // A reader that has gone must not end the process.
        waiting.promise.catch(() => {});
        waiting.reject(error);
      }
    }
  }

  /**
   * The next message.
   *
   * @throws {GrpcError} The status of a call that failed.
   */
  next(): Promise<IteratorResult<T, undefined>> {
    if (this.#head < this.#queue.length) {
      const bytes = this.#queue[this.#head]!;
      this.#queue[this.#head++] = EMPTY;
      if (this.#head === this.#queue.length) this.#clear();
      this.#owner.onTaken(bytes.length);
      try {
        return Promise.resolve({ value: this.#decode(bytes), done: false });
      } catch (error) {
        return Promise.reject(error);
      }
    }
    if (this.#end !== null) {
      return this.#end.error === null
        ? Promise.resolve({ value: undefined, done: true })
        : Promise.reject(this.#end.error);
    }
    const waiting = Promise.withResolvers<IteratorResult<T, undefined>>();
    this.#waiting.push(waiting);
    return waiting.promise;
  }

  /** Takes no more; on a client it cancels the call. */
  return(): Promise<IteratorResult<T, undefined>> {
    this.#clear();
    this.finish(null);
    this.#owner.onReturn();
    return Promise.resolve({ value: undefined, done: true });
  }

  /** Itself. */
  [Symbol.asyncIterator](): this {
    return this;
  }

  #clear(): void {
    this.#queue = [];
    this.#head = 0;
  }
}

const EMPTY = new Uint8Array(0);
