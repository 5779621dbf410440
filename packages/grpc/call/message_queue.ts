/**
 * Messages that are sent when they arise, in place of an iterable.
 *
 * @module
 */
import { GrpcError } from "./grpc_error.ts";

/** What a queue sends to. */
export interface MessageSink<T> {
  /** Sends one; throws if it cannot be sent. */
  send(message: T): void;
  /** Whether a producer should wait. */
  readonly isFull: boolean;
  /** Resolves when it need not wait any more. */
  drained(): Promise<void>;
}

/** Messages that may wait before a call takes the queue. */
const MAX_WAITING = 1_024;

/**
 * A stream of messages that is written by calls of {@link send}: for a handler, or a client's call, that sends when
 * something happens. It serves one call.
 *
 * @example
 * ```ts
 * import { MessageQueue } from "./message_queue.ts";
 * import { deepEqual } from "node:assert/strict";
 *
 * const queue = new MessageQueue<string>();
 * queue.send("on");
 * queue.end();
 * deepEqual(await Array.fromAsync(queue), ["on"]);
 * ```
 */
export class MessageQueue<T> implements AsyncIterable<T> {
  #waiting: T[] = [];
  #sink: MessageSink<T> | null = null;
  #end: { error: unknown } | null = null;
  readonly #ended = Promise.withResolvers<void>();
  #wake: (() => void) | null = null;

  /**
   * Sends a message at once, within the peer's window; beyond it, the message waits in memory.
   *
   * @throws {GrpcError} `RESOURCE_EXHAUSTED` if too much waits for the peer: `maxQueuedBytes` of the limits, or 1,024
   * messages before the call has begun. `CANCELLED` if the call, or the queue, has ended.
   */
  send(message: T): void {
    if (this.#end !== null) throw new GrpcError("CANCELLED", "the stream of messages has ended");
    if (this.#sink !== null) return this.#sink.send(message);
    if (this.#waiting.length >= MAX_WAITING) {
      throw new GrpcError("RESOURCE_EXHAUSTED", `${MAX_WAITING} messages wait for a call`);
    }
    this.#waiting.push(message);
    this.#wake?.();
  }

  /** Resolves when the peer has taken enough for the next message; with it a producer keeps to the peer's pace. */
  async ready(): Promise<void> {
    if (this.#sink?.isFull) await this.#sink.drained();
  }

  /** Ends the stream: well, or on a server with the status of an error. Ending again does nothing. */
  end(error?: unknown): void {
    if (this.#end !== null) return;
    this.#end = { error };
    if (error === undefined) this.#ended.resolve();
    else {
      this.#ended.promise.catch(() => {});
      this.#ended.reject(error);
    }
    this.#wake?.();
  }

  /** The messages, for a reader in this process. */
  async *[Symbol.asyncIterator](): AsyncIterableIterator<T> {
    for (;;) {
      while (this.#waiting.length > 0) yield this.#waiting.shift()!;
      if (this.#end !== null) return await this.#ended.promise;
      await new Promise<void>((resolve) => this.#wake = resolve);
    }
  }

  /** Sends what waits, and what comes, to a call; resolves when the queue ends. */
  static attach<T>(queue: MessageQueue<T>, sink: MessageSink<T>): Promise<void> {
    for (const message of queue.#waiting.splice(0)) sink.send(message);
    queue.#sink = sink;
    return queue.#ended.promise;
  }
}
