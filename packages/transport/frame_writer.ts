/**
 * The one writer of a connection: frames in order, each whole, bounded in what waits.
 *
 * @module
 */
import { ProtocolError } from "./errors.ts";
import { FRAME_HEADER_BYTES, frameLengthError, writeFrameHeader } from "./frame.ts";
import type { ConnectionLimits } from "./limits.ts";
import type { Transport } from "./transport.ts";

/** One write's most for what must be copied together; the rest of a longer payload is written without a copy. */
const BATCH_BYTES = 65_536;

/** A wait until that many bytes are written. */
interface Waiter {
  writtenBytes: number;
  resolve(): void;
}

/** Queues payloads and writes them as frames; what is sent in one turn goes out with one write. */
export class FrameWriter {
  readonly #transport: Transport;
  readonly #limits: Pick<ConnectionLimits, "maxFrameBytes" | "maxQueuedBytes">;
  readonly #onFailure: (error: unknown) => void;
  #batch: Uint8Array | null = null;
  #queue: Uint8Array[] = [];
  /** What is not yet written of a payload whose beginning is. */
  #rest: Uint8Array | null = null;
  #queuedBytes = 0;
  #writtenBytes = 0;
  #waiters: Waiter[] = [];
  #isWriting = false;
  #isClosed = false;

  /**
   * Takes the writing side of a transport.
   *
   * @param onFailure Called with the reason why the writer closed itself: `QueueFull`, or the transport's error.
   */
  constructor(
    transport: Transport,
    limits: Pick<ConnectionLimits, "maxFrameBytes" | "maxQueuedBytes">,
    onFailure: (error: unknown) => void,
  ) {
    this.#transport = transport;
    this.#limits = limits;
    this.#onFailure = onFailure;
  }

  /** Bytes that are not written yet, headers included. */
  get queuedBytes(): number {
    return this.#queuedBytes;
  }

  /**
   * Queues one frame; after the end it is dropped. The payload must not change until it is written.
   *
   * @throws {ProtocolError} `FrameTooLong` or `FrameEmpty`; nothing was queued.
   */
  send(payload: Uint8Array): void {
    if (this.#isClosed) return;
    const { maxFrameBytes, maxQueuedBytes } = this.#limits;
    const error = frameLengthError("write frame", payload.length, maxFrameBytes);
    if (error !== null) throw error;
    const queuedBytes = this.#queuedBytes + FRAME_HEADER_BYTES + payload.length;
    if (queuedBytes > maxQueuedBytes) {
      this.#fail(
        new ProtocolError(
          "QueueFull",
          `Cannot write frame: ${queuedBytes} queued bytes exceeds maxQueuedBytes ${maxQueuedBytes}; the peer must read`,
        ),
      );
      return;
    }
    this.#queuedBytes = queuedBytes;
    this.#queue.push(payload);
    if (this.#isWriting) return;
    this.#isWriting = true;
    queueMicrotask(() => this.#writeQueue());
  }

  /** Resolves when all that was queued so far is written, or the writer was closed. */
  flush(): Promise<void> {
    if (this.#isClosed || this.#queuedBytes === 0) return Promise.resolve();
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#waiters.push({ writtenBytes: this.#writtenBytes + this.#queuedBytes, resolve });
    return promise;
  }

  /** Drops what is queued; flushes resolve. */
  close(): void {
    this.#isClosed = true;
    this.#queue = [];
    this.#rest = null;
    this.#queuedBytes = 0;
    for (const waiter of this.#waiters.splice(0)) waiter.resolve();
  }

  #fail(error: unknown): void {
    if (this.#isClosed) return;
    this.close();
    this.#onFailure(error);
  }

  async #writeQueue(): Promise<void> {
    try {
      for (let bytes = this.#nextBytes(); bytes !== null; bytes = this.#nextBytes()) {
        await this.#transport.write(bytes);
        if (this.#isClosed) return;
        this.#settle(bytes.length);
      }
      this.#isWriting = false;
    } catch (error) {
      this.#fail(error);
    }
  }

  /** What to write next: the rest of a long payload, or as many frames as go together. */
  #nextBytes(): Uint8Array | null {
    const rest = this.#rest;
    this.#rest = null;
    if (rest !== null || this.#queue.length === 0) return rest;
    const batch = this.#batch ??= new Uint8Array(BATCH_BYTES);
    let filled = 0, taken = 0;
    for (const payload of this.#queue) {
      const room = BATCH_BYTES - filled - FRAME_HEADER_BYTES;
      if (taken > 0 && payload.length > room) break;
      writeFrameHeader(batch, filled, payload.length);
      const start = payload.length > room ? payload.subarray(0, room) : payload;
      batch.set(start, filled + FRAME_HEADER_BYTES);
      filled += FRAME_HEADER_BYTES + start.length;
      taken++;
      if (start !== payload) this.#rest = payload.subarray(room);
    }
    this.#queue.splice(0, taken);
    return batch.subarray(0, filled);
  }

  #settle(bytes: number): void {
    this.#queuedBytes -= bytes;
    this.#writtenBytes += bytes;
    while (this.#waiters[0] !== undefined && this.#waiters[0].writtenBytes <= this.#writtenBytes) {
      this.#waiters.shift()?.resolve();
    }
  }
}
