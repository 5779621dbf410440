/**
 * Lends what is at a URL to a method.
 *
 * @module
 */
import type { Lent } from "./lent.ts";
import { fetched, type PresignedRequest, uploaded } from "./presigned.ts";

/** Lends the bytes of a URL; they are fetched when the method reads. */
export function lendFetched(request: PresignedRequest, signal: AbortSignal): Lent {
  let body: ReadableStreamDefaultReader<Uint8Array> | null = null;
  const stream = new ReadableStream<Uint8Array>({
    async pull(controller) {
      body ??= (await fetched(request, signal)).getReader();
      const { value, done } = await body.read();
      if (done) controller.close();
      else controller.enqueue(value);
    },
    cancel: async (reason) => await body?.cancel(reason),
  }, { highWaterMark: 0 });
  return {
    stream,
    async release() {
      if (!stream.locked) await stream.cancel().catch(() => {});
    },
  };
}

/** Lends a place for bytes; the loan ends when the server has taken all of them. */
export function lendUploaded(request: PresignedRequest, signal: AbortSignal): Lent {
  const bytes = new TransformStream<Uint8Array, Uint8Array>();
  const sent = uploaded(request, bytes.readable, signal);
  // A server that refuses takes no more: the method's writes fail, and the loan says why.
  sent.catch((error) => bytes.writable.abort(error).catch(() => {}));
  return {
    stream: bytes.writable,
    async release(error) {
      if (error !== null) {
        await bytes.writable.abort(error).catch(() => {});
        await sent.catch(() => {});
        return;
      }
      if (!bytes.writable.locked) await bytes.writable.close().catch(() => {});
      await sent;
    },
  };
}
