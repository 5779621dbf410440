/**
 * The frame: a little-endian u32 with the payload's length, then the payload (PROTOCOL.md#frames). Nothing else knows of the
 * length.
 *
 * @module
 */
import { ConnectionError, ProtocolError } from "./errors.ts";
import { DEFAULT_CONNECTION_LIMITS } from "./limits.ts";

/** Bytes in front of every payload. */
export const FRAME_HEADER_BYTES = 4;

/** What a frame that arrives in pieces gets at first: a length costs its sender nothing, so it is not believed. */
const FIRST_BUFFER_BYTES = 1_024;

/**
 * Says what is wrong with a payload's length: `FrameEmpty` for 0, `FrameTooLong` above the limit, null for a good one.
 *
 * @param action What was to be done, for the message.
 * @param limitName What the limit is called, for the message.
 */
export function frameLengthError(
  action: string,
  length: number,
  limit: number,
  limitName = "maxFrameBytes",
): ProtocolError | null {
  if (length === 0) {
    return new ProtocolError("FrameEmpty", `Cannot ${action}: length 0 is below 1, no message is empty`);
  }
  if (length <= limit) return null;
  return new ProtocolError("FrameTooLong", `Cannot ${action}: length ${length} exceeds ${limitName} ${limit}`);
}

/** Writes the header of a payload of that length into `target`, from `at` on. */
export function writeFrameHeader(target: Uint8Array, at: number, length: number): void {
  target[at] = length;
  target[at + 1] = length >>> 8;
  target[at + 2] = length >>> 16;
  target[at + 3] = length >>> 24;
}

/**
 * Gives the bytes of one frame around a payload.
 *
 * @param maxFrameBytes The longest payload, by default the protocol's 16 MiB.
 * @throws {ProtocolError} `FrameTooLong` or `FrameEmpty`, before anything is allocated.
 * @example
 * ```ts
 * import { encodeFrame } from "./frame.ts";
 * import assert from "node:assert/strict";
 *
 * assert.deepEqual(encodeFrame(Uint8Array.of(7, 8)), Uint8Array.of(2, 0, 0, 0, 7, 8));
 * ```
 */
export function encodeFrame(
  payload: Uint8Array,
  maxFrameBytes: number = DEFAULT_CONNECTION_LIMITS.maxFrameBytes,
): Uint8Array {
  const error = frameLengthError("write frame", payload.length, maxFrameBytes);
  if (error !== null) throw error;
  const frame = new Uint8Array(FRAME_HEADER_BYTES + payload.length);
  writeFrameHeader(frame, 0, payload.length);
  frame.set(payload, FRAME_HEADER_BYTES);
  return frame;
}

/**
 * Splits a stream of bytes into payloads, keeping what is incomplete for the next chunk.
 *
 * After a failure the stream is out of step: discard the decoder and close the connection.
 *
 * @example A frame in two chunks
 * ```ts
 * import { FrameDecoder } from "./frame.ts";
 * import assert from "node:assert/strict";
 *
 * const decoder = new FrameDecoder();
 * assert.deepEqual(decoder.push(Uint8Array.of(2, 0, 0)), []);
 * assert.deepEqual(decoder.push(Uint8Array.of(0, 7, 8)), [Uint8Array.of(7, 8)]);
 * decoder.end();
 * ```
 */
export class FrameDecoder {
  #limit: number;
  #limitName = "maxFrameBytes";
  readonly #header = new Uint8Array(FRAME_HEADER_BYTES);
  #headerBytes = 0;
  #length = 0;
  #body: Uint8Array = new Uint8Array(0);
  #bodyBytes = 0;
  #failure: ProtocolError | null = null;

  /**
   * Stands before the first frame.
   *
   * @param maxFrameBytes The longest payload, by default the protocol's 16 MiB.
   */
  constructor(maxFrameBytes: number = DEFAULT_CONNECTION_LIMITS.maxFrameBytes) {
    this.#limit = maxFrameBytes;
  }

  /**
   * Sets another longest payload for the frames whose header has not been read yet.
   *
   * @param name What the limit is called, for errors.
   */
  bound(name: string, maxBytes: number): void {
    this.#limitName = name;
    this.#limit = maxBytes;
  }

  /** Bytes held of a frame that is not complete, its header included. */
  get pending(): number {
    return this.#headerBytes + this.#bodyBytes;
  }

  /** How far the incomplete frame is, as error messages say it: `5 of 16 payload bytes`. */
  get progress(): string {
    return this.#headerBytes < FRAME_HEADER_BYTES
      ? `${this.#headerBytes} of ${FRAME_HEADER_BYTES} header bytes`
      : `${this.#bodyBytes} of ${this.#length} payload bytes`;
  }

  /**
   * The failure that `push` met behind complete frames of the same chunk; null while all is well. It is kept and not
   * thrown, so that how a stream is divided never decides which frames come out of it.
   */
  get failure(): ProtocolError | null {
    return this.#failure;
  }

  /**
   * Gives the payloads completed by these bytes, possibly none.
   *
   * A payload is a view, into the chunk if it arrived whole: valid until the next call, or until the chunk is reused.
   *
   * @param chunk The next bytes, in any division.
   * @throws {ProtocolError} `FrameTooLong` or `FrameEmpty`, before the body is buffered. If the chunk has complete
   * frames before that they are returned, `failure` is set, and the next `push` or `end` throws it.
   */
  push(chunk: Uint8Array): Uint8Array[] {
    const payloads: Uint8Array[] = [];
    try {
      this.take(chunk, (payload) => payloads.push(payload) > 0);
    } catch (error) {
      if (payloads.length === 0) throw error;
    }
    return payloads;
  }

  /**
   * Hands out the payloads completed by these bytes, each before the header behind it is looked at: what a payload says
   * may set another limit for the next one.
   *
   * @param chunk The next bytes, in any division.
   * @param onPayload Takes a payload, a view as `push` gives it; false to stop, after which the decoder is of no use.
   * @returns How many payloads were handed out.
   * @throws {ProtocolError} `FrameTooLong` or `FrameEmpty`, before the body is buffered.
   */
  take(chunk: Uint8Array, onPayload: (payload: Uint8Array) => boolean): number {
    if (this.#failure !== null) throw this.#failure;
    let at = 0, count = 0;
    while (at < chunk.length) {
      if (this.#headerBytes < FRAME_HEADER_BYTES) {
        at += this.#takeHeader(chunk, at);
        if (this.#failure !== null) throw this.#failure;
        continue;
      }
      const part = chunk.subarray(at, at + this.#length - this.#bodyBytes);
      at += part.length;
      if (this.#bodyBytes > 0 || part.length < this.#length) this.#append(part);
      if (this.#bodyBytes > 0 && this.#bodyBytes < this.#length) break;
      const payload = this.#bodyBytes === 0 ? part : this.#body.subarray(0, this.#length);
      this.#startFrame();
      count++;
      if (!onPayload(payload)) break;
    }
    return count;
  }

  /**
   * Takes note of the end of the stream: fine between frames.
   *
   * @throws {ConnectionError} `FrameTruncated` within a frame.
   * @throws {ProtocolError} The failure that an earlier `push` met.
   */
  end(): void {
    if (this.#failure !== null) throw this.#failure;
    if (this.pending > 0) {
      throw new ConnectionError("FrameTruncated", `Cannot read frame: the stream ended after ${this.progress}`);
    }
  }

  #takeHeader(chunk: Uint8Array, at: number): number {
    const from = this.#headerBytes, taken = Math.min(FRAME_HEADER_BYTES - from, chunk.length - at);
    for (let i = 0; i < taken; i++) this.#header[from + i] = chunk[at + i]!;
    this.#headerBytes += taken;
    if (this.#headerBytes === FRAME_HEADER_BYTES) {
      const header = this.#header;
      this.#length = (header[0]! | header[1]! << 8 | header[2]! << 16 | header[3]! << 24) >>> 0;
      this.#failure = frameLengthError("read frame", this.#length, this.#limit, this.#limitName);
    }
    return taken;
  }

  #append(part: Uint8Array): void {
    const needed = this.#bodyBytes + part.length;
    if (needed > this.#body.length) {
      const capacity = Math.max(needed, this.#body.length * 4, FIRST_BUFFER_BYTES);
      const grown = new Uint8Array(Math.min(capacity, this.#length));
      grown.set(this.#body.subarray(0, this.#bodyBytes));
      this.#body = grown;
    }
    this.#body.set(part, this.#bodyBytes);
    this.#bodyBytes = needed;
  }

  #startFrame(): void {
    // A finished body belongs to the caller until the next push, which may come after a frame that starts in this one.
    if (this.#bodyBytes > 0) this.#body = new Uint8Array(0);
    this.#headerBytes = 0;
    this.#bodyBytes = 0;
    this.#length = 0;
  }
}
