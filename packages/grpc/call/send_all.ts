/**
 * Sends a stream of messages at the peer's pace.
 *
 * @module
 */
import type { Call } from "./call.ts";
import { MessageQueue } from "./message_queue.ts";
import type { Codec } from "./service_definition.ts";

/** Messages of a stream: an async iterable such as an async generator or a web stream, an array, or a queue. */
export type Messages<T> = AsyncIterable<T> | Iterable<T>;

/** Stops a producer, when its call is over. */
export type Stop = () => void;

/**
 * Sends messages until the source ends.
 *
 * @param onStart Is given what stops the source, which then is not asked for more.
 * @throws What the source, the codec or the call throws.
 */
export async function sendAll<T>(
  call: Call,
  codec: Codec<T>,
  source: Messages<T>,
  onStart: (stop: Stop) => void,
): Promise<void> {
  if (source instanceof MessageQueue) {
    onStart(() => source.end());
    return await MessageQueue.attach(source as MessageQueue<T>, {
      send: (message) => call.isOver ? undefined : sendOne(call, codec, message),
      get isFull() {
        return call.isFull;
      },
      drained: () => call.drained(),
    });
  }
  const iterator = Symbol.asyncIterator in source ? source[Symbol.asyncIterator]() : source[Symbol.iterator]();
  let isStopped = false;
  onStart(() => {
    isStopped = true;
    // A source that waits may never settle this: nothing here waits for it.
    try {
      Promise.resolve(iterator.return?.()).catch(() => {});
    } catch { /* A source that cannot be stopped is only left. */ }
  });
  try {
    for (;;) {
      const result = iterator.next();
      const { value, done } = result instanceof Promise ? await result : result;
      if (done || isStopped) return;
      sendOne(call, codec, value);
      if (call.isFull) await call.drained();
    }
  } catch (error) {
    if (isStopped) return;
    Promise.resolve(iterator.return?.()).catch(() => {});
    throw error;
  }
}

function sendOne<T>(call: Call, codec: Codec<T>, message: T): void {
  const bytes = codec.encode(message);
  call.send(bytes, false);
  // What does not wait for the peer's window was copied into the connection's output.
  if (call.queuedBytes === 0) codec.release?.(bytes);
}
