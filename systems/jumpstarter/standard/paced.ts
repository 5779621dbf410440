/**
 * Bytes at a limited rate, for devices that lose what comes faster than they read.
 *
 * @module
 */
import type { ByteDuplex, ByteHandle, StreamPair } from "../device/method.ts";

/** A piece of a paced stream takes about this long, in milliseconds. */
const PIECE_MS = 20;

/** The same bytes, written at a number of them per second at most. */
export function paced(duplex: ByteDuplex, perSecond: number): StreamPair {
  const { readable, writable } = streamsOf(duplex);
  const piece = Math.max(1, Math.floor(perSecond * PIECE_MS / 1_000));
  const slow = new TransformStream<Uint8Array, Uint8Array>({
    async transform(bytes, controller) {
      for (let at = 0; at < bytes.length; at += piece) {
        const part = bytes.subarray(at, at + piece);
        controller.enqueue(part);
        await new Promise((resolve) => setTimeout(resolve, part.length / perSecond * 1_000));
      }
    },
  });
  slow.readable.pipeTo(writable).catch(() => {});
  return { readable, writable: slow.writable };
}

function streamsOf(duplex: ByteDuplex): StreamPair {
  return "readable" in duplex && "writable" in duplex ? duplex as StreamPair : pairOf(duplex as ByteHandle);
}

function pairOf(handle: ByteHandle): StreamPair {
  const readable = new ReadableStream<Uint8Array>({
    async pull(controller) {
      const buffer = new Uint8Array(65_536), count = await handle.read(buffer);
      if (count === null) controller.close();
      else if (count > 0) controller.enqueue(buffer.subarray(0, count));
    },
    cancel: () => handle.close(),
  }, { highWaterMark: 0 });
  const writable = new WritableStream<Uint8Array>({
    async write(bytes) {
      for (let at = 0; at < bytes.length;) at += await handle.write(bytes.subarray(at));
    },
  });
  return { readable, writable };
}
