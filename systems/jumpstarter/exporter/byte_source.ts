/**
 * Bytes of a device in both directions, with one way to read, write, end and drop them.
 *
 * @module
 */
import type { ByteDuplex, ByteHandle, StreamPair } from "../device/method.ts";
import { MAX_PAYLOAD } from "../wire/names.ts";

/** A device's bytes. */
export interface OpenBytes {
  /** The next bytes, at most 64 KiB, valid until the next read; null at the end. */
  read(): Promise<Uint8Array | null>;
  /** Writes all. */
  write(bytes: Uint8Array): Promise<void>;
  /** Says that no more is written; reading goes on. */
  endWriting(): Promise<void>;
  /** Ends both directions, without waiting for a write that does not finish. */
  close(): void;
}

/** The bytes of what a method has opened. */
export function openBytes(duplex: ByteDuplex): OpenBytes {
  return "readable" in duplex && !("read" in duplex && "write" in duplex)
    ? ofStreams(duplex)
    : ofHandle(duplex as ByteHandle);
}

function ofHandle(handle: ByteHandle): OpenBytes {
  const buffer = new Uint8Array(MAX_PAYLOAD);
  return {
    async read() {
      for (;;) {
        const count = await handle.read(buffer);
        if (count === null) return null;
        if (count > 0) return buffer.subarray(0, count);
      }
    },
    async write(bytes) {
      for (let at = 0; at < bytes.length;) at += await handle.write(bytes.subarray(at));
    },
    endWriting: async () => await handle.closeWrite?.(),
    close() {
      try {
        handle.close();
      } catch (error) {
        // The device may have closed it.
        if (!(error instanceof Deno.errors.BadResource)) throw error;
      }
    },
  };
}

function ofStreams({ readable, writable }: StreamPair): OpenBytes {
  const reader = readable.getReader(), writer = writable.getWriter();
  let rest: Uint8Array = new Uint8Array(0);
  // A failure of writing is seen by the write that follows, or by nothing.
  writer.closed.catch(() => {});
  return {
    async read() {
      while (rest.length === 0) {
        const { value, done } = await reader.read();
        if (done) return null;
        rest = value;
      }
      const bytes = rest.subarray(0, MAX_PAYLOAD);
      rest = rest.subarray(bytes.length);
      return bytes;
    },
    write: (bytes) => writer.write(bytes),
    endWriting: () => writer.close(),
    close() {
      reader.cancel().catch(() => {});
      writer.abort().catch(() => {});
    },
  };
}
