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

/** A payload that waits. */
interface Queued {
  parts: readonly Uint8Array[];
  length: number;
}

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
  #queue: Queued[] = [];
  /** What is not yet written of a payload whose beginning is. */
  #rest: Uint8Array[] = [];
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
    this.#enqueue([payload], payload.length);
  }

  /** Like {@link send}, for a payload whose parts are not in one place; long parts are not copied. */
  sendParts(parts: readonly Uint8Array[]): void {
    this.#enqueue(parts, parts.reduce((sum, { length }) => sum + length, 0));
  }

  #enqueue(parts: readonly Uint8Array[], length: number): void {
    if (this.#isClosed) return;
    const { maxFrameBytes, maxQueuedBytes } = this.#limits;
    const error = frameLengthError("write frame", length, maxFrameBytes);
    if (error !== null) throw error;
    const queuedBytes = this.#queuedBytes + FRAME_HEADER_BYTES + length;
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
    this.#queue.push({ parts, length });
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
    this.#rest = [];
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
    const next = this.#rest.shift();
    if (next !== undefined) return next;
    if (this.#queue.length === 0) return null;
    const batch = this.#batch ??= new Uint8Array(BATCH_BYTES);
    let filled = 0, taken = 0;
    for (const { parts, length } of this.#queue) {
      const room = BATCH_BYTES - filled - FRAME_HEADER_BYTES;
      if (taken > 0 && length > room) break;
      writeFrameHeader(batch, filled, length);
      filled += FRAME_HEADER_BYTES;
      taken++;
      for (const part of parts) {
        const start = part.subarray(0, BATCH_BYTES - filled);
        batch.set(start, filled);
        filled += start.length;
        if (start.length < part.length) this.#rest.push(part.subarray(start.length));
      }
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
