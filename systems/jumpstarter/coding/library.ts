/**
 * Bytes through a coder of the runtime.
 *
 * @module
 */
import { once } from "node:events";
import type { Transform } from "node:stream";

/**
 * What a coder makes of bytes.
 *
 * @returns A stream that fails with the coder's or the source's error. Cancelling it stops the coder, and cancels the
 * source.
 */
export function throughLibrary(bytes: ReadableStream<Uint8Array>, coder: Transform): ReadableStream<Uint8Array> {
  const source = bytes.getReader();
  const output: AsyncIterator<Uint8Array> = coder[Symbol.asyncIterator]();
  let isFed = false;
  const stop = async (reason: unknown): Promise<void> => {
    coder.destroy();
    await source.cancel(reason);
  };
  return new ReadableStream({
    async pull(controller) {
      if (!isFed) feed(source, coder).catch((error) => coder.destroy(error));
      isFed = true;
      try {
        const { value, done } = await output.next();
        if (done) controller.close();
        else controller.enqueue(value);
      } catch (error) {
        await stop(error);
        throw error;
      }
    },
    cancel: stop,
  }, { highWaterMark: 0 });
}

async function feed(source: ReadableStreamDefaultReader<Uint8Array>, coder: Transform): Promise<void> {
  for (;;) {
    const { value, done } = await source.read();
    if (done) return void coder.end();
    if (!coder.write(value)) await once(coder, "drain");
  }
}
