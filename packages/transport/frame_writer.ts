/**
 * The one writer of a connection: frames in order, each whole, bounded in what waits.
 *
 * @module
 */
import { ProtocolError } from "./errors.ts";
import { FRAME_HEADER_BYTES, frameLengthError, writeFrameHeader } from "./frame.ts";
import type { ConnectionLimits } from "./limits.ts";
import type { Transport } from "./transport.ts";

/** One write's most of what is copied together; the rest of a longer payload is written without a copy. */
const BATCH_BYTES = 65_536;

/** The first batch: a connection that says little costs little. */
const FIRST_BATCH_BYTES = 1_024;

/** Payloads shorter than this are copied by a loop: a call costs more. */
const SHORT_PAYLOAD = 64;

/** Parts of a payload from this length on are written where they are. */
const LONG_PART = 4_096;

/** No batch. */
const NO_BYTES = new Uint8Array(0);

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
  /** The batch that takes frames, and how many of its bytes are filled. */
  #batch: Uint8Array = NO_BYTES;
  #filled = 0;
  /** What goes out before that batch: full batches, and the rests of long payloads. */
  #queue: Uint8Array[] = [];
  /** The batch that is being written, and one that can be filled again. */
  #written: Uint8Array = NO_BYTES;
  #spare: Uint8Array = NO_BYTES;
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
   * Queues one frame; after the end it is dropped. The first {@link BATCH_BYTES} of frame are copied at once, the rest of
   * a longer payload must not change until it is written.
   *
   * @throws {ProtocolError} `FrameTooLong` or `FrameEmpty`; nothing was queued.
   */
  send(payload: Uint8Array): void {
    if (!this.#admit(payload.length)) return;
    this.#fill(payload);
    this.#startWriting();
  }

  /** Like {@link send}, for a payload whose parts are not in one place; long parts are not copied. */
  sendParts(parts: readonly Uint8Array[]): void {
    const length = parts.reduce((sum, part) => sum + part.length, 0);
    if (!this.#admit(length)) return;
    const header = new Uint8Array(FRAME_HEADER_BYTES);
    writeFrameHeader(header, 0, length);
    this.#append(header);
    for (const part of parts) this.#append(part);
    this.#startWriting();
  }

  /** Counts a payload in, if it may be queued. */
  #admit(length: number): boolean {
    if (this.#isClosed) return false;
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
      return false;
    }
    this.#queuedBytes = queuedBytes;
    return true;
  }

  #startWriting(): void {
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
    this.#batch = this.#written = this.#spare = NO_BYTES;
    this.#filled = this.#queuedBytes = 0;
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
        if (this.#written.length > 0) this.#spare = this.#written;
        this.#settle(bytes.length);
      }
      this.#isWriting = false;
    } catch (error) {
      this.#fail(error);
    }
  }

  /** Puts a frame into the batch, or the beginning of one that is longer than a whole batch. */
  #fill(payload: Uint8Array): void {
    const { length } = payload, needed = FRAME_HEADER_BYTES + length;
    if (this.#filled > 0 && this.#filled + needed > BATCH_BYTES) this.#queue.push(this.#endBatch());
    this.#makeRoom(Math.min(this.#filled + needed, BATCH_BYTES));
    const batch = this.#batch, at = this.#filled + FRAME_HEADER_BYTES;
    writeFrameHeader(batch, this.#filled, length);
    if (length < SHORT_PAYLOAD) {
      for (let i = 0; i < length; i++) batch[at + i] = payload[i]!;
      this.#filled = at + length;
    } else if (needed <= BATCH_BYTES) {
      batch.set(payload, at);
      this.#filled = at + length;
    } else {
      batch.set(payload.subarray(0, BATCH_BYTES - at), at);
      this.#filled = BATCH_BYTES;
      this.#queue.push(this.#endBatch(), payload.subarray(BATCH_BYTES - at));
    }
  }

  /** Puts a part of a payload behind what is there: into the batch if it is short. */
  #append(part: Uint8Array): void {
    const isLong = part.length >= LONG_PART;
    if (this.#filled > 0 && (isLong || this.#filled + part.length > BATCH_BYTES)) this.#queue.push(this.#endBatch());
    if (isLong) {
      this.#queue.push(part);
      return;
    }
    this.#makeRoom(this.#filled + part.length);
    this.#batch.set(part, this.#filled);
    this.#filled += part.length;
  }

  /** Ends the batch; the next frame begins another one. */
  #endBatch(): Uint8Array {
    const bytes = this.#batch.subarray(0, this.#filled);
    this.#batch = this.#spare;
    this.#spare = NO_BYTES;
    this.#filled = 0;
    return bytes;
  }

  #makeRoom(bytes: number): void {
    if (bytes <= this.#batch.length) return;
    const grown = new Uint8Array(Math.min(Math.max(bytes, this.#batch.length * 4, FIRST_BATCH_BYTES), BATCH_BYTES));
    grown.set(this.#batch.subarray(0, this.#filled));
    this.#batch = grown;
  }

  /** What to write next: what waits before the batch, else the batch itself, which can be filled again afterwards. */
  #nextBytes(): Uint8Array | null {
    this.#written = NO_BYTES;
    const next = this.#queue.shift();
    if (next !== undefined) return next;
    if (this.#filled === 0) return null;
    this.#written = this.#batch;
    return this.#endBatch();
  }

  #settle(bytes: number): void {
    this.#queuedBytes -= bytes;
    this.#writtenBytes += bytes;
    while (this.#waiters[0] !== undefined && this.#waiters[0].writtenBytes <= this.#writtenBytes) {
      this.#waiters.shift()?.resolve();
    }
  }
}
