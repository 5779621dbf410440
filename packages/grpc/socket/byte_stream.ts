/**
 * What carries the bytes of a connection: a socket, or a tunnel that the caller injects.
 *
 * @module
 */
import type { Transport } from "@fluxwire/transport";

/** One end of a stream of bytes, with one reader and one writer. */
export interface ByteStream {
  /**
   * Reads into a buffer, or gives bytes of its own, which are valid until the next read.
   *
   * @returns How many bytes were read into the buffer, other bytes, or null at the end.
   */
  read(buffer: Uint8Array): Promise<number | Uint8Array | null>;
  /** Writes all of these bytes. */
  write(bytes: Uint8Array): Promise<void>;
  /** Says that no more follows, if the stream can. */
  endWriting(): void;
  /** Ends both directions; closing again does nothing. */
  close(): void;
}

/** A tunnel of web streams, in place of a socket. */
export interface Duplex {
  /** What the peer sends. */
  readonly readable: ReadableStream<Uint8Array>;
  /** What the peer receives. */
  readonly writable: WritableStream<Uint8Array>;
}

/** A transport as a stream of bytes. */
export function fromTransport(transport: Transport): ByteStream {
  return {
    read: () => transport.read(),
    write: (bytes) => transport.write(bytes),
    endWriting: () => transport.close(),
    close: () => transport.close(),
  };
}

/** A pair of web streams as a stream of bytes. */
export function fromDuplex(duplex: Duplex): ByteStream {
  const reader = duplex.readable.getReader();
  const writer = duplex.writable.getWriter();
  let hasEnded = false;
  const endWriting = (): void => {
    if (hasEnded) return;
    hasEnded = true;
    writer.close().catch(() => {});
  };
  return {
    read: async () => (await reader.read()).value ?? null,
    // The writer may keep what it is given, and the caller's buffer is used again.
    write: (bytes) => writer.write(bytes.slice()),
    endWriting,
    close() {
      reader.cancel().catch(() => {});
      endWriting();
      // A peer that does not read would keep the writer open.
      writer.abort().catch(() => {});
    },
  };
}

/** Whether a value is a transport, not a duplex. */
export function isTransport(value: Transport | Duplex): value is Transport {
  return "read" in value;
}
