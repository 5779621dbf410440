/**
 * The one writer of a connection: what is written in one turn leaves in one write, and what waits is bounded.
 *
 * @module
 */
import { FRAME_HEADER_BYTES } from "./frame_type.ts";

/** With more than this waiting, DATA waits in its stream. */
const FULL_BYTES = 131_072;
/** The buffers of a connection that has little to say. */
const FIRST_BYTES = 1_024;
/** A buffer that holds all that waits, except very long header lists. */
const POOLED_BYTES = FULL_BYTES + 32_768;
/** Unused ones are kept, as connections in turn need them for a moment. */
const MAX_POOLED = 16;

const pool: Uint8Array[] = [];

/** What the writer needs from its connection. */
export interface OutputOwner {
  /** Writes to the peer. */
  write(bytes: Uint8Array): Promise<void>;
  /** There is room for DATA again. */
  onRoom(): void;
  /** The write failed. */
  onWriteError(cause: unknown): void;
}

/** Two buffers: one is filled while the other is written. */
export class Output {
  readonly #owner: OutputOwner;
  #buffer: Uint8Array = new Uint8Array(FIRST_BYTES);
  #length = 0;
  #spare: Uint8Array = new Uint8Array(FIRST_BYTES);
  #isWriting = false;
  #isScheduled = false;
  #isClosed = false;
  #controlFrames = 0;
  #idle: (() => void)[] = [];

  /** A writer that has nothing to write. */
  constructor(owner: OutputOwner) {
    this.#owner = owner;
  }

  /** Whether DATA may be added. */
  get hasRoom(): boolean {
    return this.#length < FULL_BYTES;
  }

  /** Control frames that wait to be written. */
  get controlFrames(): number {
    return this.#controlFrames;
  }

  /** Whether anything is not yet written. */
  get isIdle(): boolean {
    return this.#length === 0 && !this.#isWriting;
  }

  /** Adds a frame's header; exactly `length` bytes must follow. */
  frame(type: number, flags: number, streamId: number, length: number): void {
    if (this.#isClosed) this.#length = 0;
    this.#reserve(FRAME_HEADER_BYTES + length);
    const buffer = this.#buffer;
    let at = this.#length;
    buffer[at++] = length >>> 16;
    buffer[at++] = length >>> 8;
    buffer[at++] = length;
    buffer[at++] = type;
    buffer[at++] = flags;
    buffer[at++] = streamId >>> 24;
    buffer[at++] = streamId >>> 16;
    buffer[at++] = streamId >>> 8;
    buffer[at++] = streamId;
    this.#length = at;
    if (!this.#isScheduled) this.#schedule();
  }

  /** Adds bytes that are no frame. */
  raw(bytes: Uint8Array): void {
    this.#reserve(bytes.length);
    this.bytes(bytes, 0, bytes.length);
  }

  /** Adds the header of a frame that the peer's behaviour caused, and that counts while it waits. */
  control(type: number, flags: number, streamId: number, length: number): void {
    this.#controlFrames++;
    this.frame(type, flags, streamId, length);
  }

  /** Adds one byte of the frame. */
  byte(value: number): void {
    this.#buffer[this.#length++] = value;
  }

  /** Adds two bytes. */
  uint16(value: number): void {
    this.byte(value >>> 8);
    this.byte(value);
  }

  /** Adds four bytes. */
  uint32(value: number): void {
    this.uint16(value >>> 16);
    this.uint16(value);
  }

  /** Adds bytes, which are copied. */
  bytes(source: Uint8Array, start: number, end: number): void {
    if (start === 0 && end === source.length) this.#buffer.set(source, this.#length);
    else this.#buffer.set(source.subarray(start, end), this.#length);
    this.#length += end - start;
  }

  /** Resolves when all is written, or the writer is closed. */
  whenIdle(): Promise<void> {
    if (this.isIdle || this.#isClosed) return Promise.resolve();
    return new Promise((resolve) => this.#idle.push(resolve));
  }

  /** Drops what waits. */
  close(): void {
    this.#isClosed = true;
    this.#length = 0;
    for (const resolve of this.#idle.splice(0)) resolve();
  }

  #schedule(): void {
    this.#isScheduled = true;
    if (!this.#isWriting) queueMicrotask(this.#flushLater);
  }

  /** What handlers answer in this turn shall leave with it, so the microtasks that wait already come first. */
  readonly #flushLater = (): void => queueMicrotask(this.#flush);

  readonly #flush = (): void => {
    if (this.#isClosed || this.#isWriting || this.#length === 0) {
      this.#isScheduled = false;
      return;
    }
    this.#isWriting = true;
    const buffer = this.#buffer, length = this.#length;
    this.#buffer = this.#spare;
    this.#spare = buffer;
    this.#length = 0;
    this.#controlFrames = 0;
    this.#owner.write(buffer.subarray(0, length)).then(this.#onWritten, this.#onError);
  };

  readonly #onWritten = (): void => {
    this.#isWriting = false;
    this.#isScheduled = false;
    if (this.#isClosed) return;
    this.#owner.onRoom();
    if (this.#length > 0) {
      this.#isScheduled = true;
      this.#flush();
      return;
    }
    this.#buffer = released(this.#buffer);
    this.#spare = released(this.#spare);
    for (const resolve of this.#idle.splice(0)) resolve();
  };

  readonly #onError = (cause: unknown): void => {
    this.#isWriting = false;
    if (!this.#isClosed) this.#owner.onWriteError(cause);
  };

  #reserve(bytes: number): void {
    if (this.#length + bytes <= this.#buffer.length) return;
    const needed = this.#length + bytes;
    const larger = needed > POOLED_BYTES ? new Uint8Array(2 * needed) : pool.pop() ?? new Uint8Array(POOLED_BYTES);
    larger.set(this.#buffer.subarray(0, this.#length));
    released(this.#buffer);
    this.#buffer = larger;
  }
}

/** Gives a large buffer back; returns the small one that replaces it. */
function released(buffer: Uint8Array): Uint8Array {
  if (buffer.length === FIRST_BYTES) return buffer;
  if (buffer.length === POOLED_BYTES && pool.length < MAX_POOLED) pool.push(buffer);
  return new Uint8Array(FIRST_BYTES);
}
