/**
 * Two ends of a connection within one process, for tests and for a driver without a socket.
 *
 * @module
 */
import { Change } from "./change.ts";
import { closedError } from "./socket_error.ts";
import type { Transport } from "./transport.ts";

/** What bounds a {@link memoryPair}. */
export interface MemoryPairOptions {
  /**
   * Bytes that may wait in one direction before a write waits for the reader, as in a socket.
   *
   * @default {65536}
   */
  maxBufferedBytes?: number;
}

/**
 * Gives two connected transports: what one writes the other reads, bytes copied, one read for each write that fits.
 *
 * Closing an end ends both directions at once; the other end still reads what was written before.
 *
 * @example
 * ```ts
 * import { memoryPair } from "./memory.ts";
 * import assert from "node:assert/strict";
 *
 * const [driver, host] = memoryPair();
 * await host.write(Uint8Array.of(1, 2));
 * host.close();
 * assert.deepEqual(await driver.read(), Uint8Array.of(1, 2));
 * assert.equal(await driver.read(), null);
 * ```
 */
export function memoryPair(options: MemoryPairOptions = {}): [Transport, Transport] {
  const { maxBufferedBytes = 65_536 } = options;
  const there = new MemoryStream(maxBufferedBytes);
  const back = new MemoryStream(maxBufferedBytes);
  return [new MemoryTransport(back, there), new MemoryTransport(there, back)];
}

class MemoryTransport implements Transport {
  readonly #incoming: MemoryStream;
  readonly #outgoing: MemoryStream;

  constructor(incoming: MemoryStream, outgoing: MemoryStream) {
    this.#incoming = incoming;
    this.#outgoing = outgoing;
  }

  read(): Promise<Uint8Array | null> {
    return this.#incoming.read();
  }

  write(bytes: Uint8Array): Promise<void> {
    return this.#outgoing.write(bytes);
  }

  close(): void {
    this.#incoming.abandon();
    this.#outgoing.end();
  }
}

/** One direction. */
class MemoryStream {
  readonly #maxBufferedBytes: number;
  readonly #chunks: Uint8Array[] = [];
  #bufferedBytes = 0;
  #hasEnded = false;
  readonly #change = new Change();

  constructor(maxBufferedBytes: number) {
    this.#maxBufferedBytes = maxBufferedBytes;
  }

  async read(): Promise<Uint8Array | null> {
    while (this.#chunks.length === 0 && !this.#hasEnded) await this.#change.wait();
    const chunk = this.#chunks.shift() ?? null;
    this.#bufferedBytes -= chunk?.length ?? 0;
    this.#change.announce();
    return chunk;
  }

  async write(bytes: Uint8Array): Promise<void> {
    let written = 0;
    while (written < bytes.length) {
      if (this.#hasEnded) throw closedError();
      const piece = bytes.slice(written, written + this.#maxBufferedBytes - this.#bufferedBytes);
      if (piece.length === 0) {
        await this.#change.wait();
        continue;
      }
      this.#chunks.push(piece);
      this.#bufferedBytes += piece.length;
      written += piece.length;
      this.#change.announce();
    }
  }

  /** The writer is gone: what was written can still be read. */
  end(): void {
    this.#hasEnded = true;
    this.#change.announce();
  }

  /** The reader is gone: nothing is read any more. */
  abandon(): void {
    this.#chunks.length = 0;
    this.end();
  }
}
