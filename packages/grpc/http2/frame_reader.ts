/**
 * Bytes to frames: the one buffer that is read into, and the only place with a frame's length.
 *
 * @module
 */
import { connectionFault } from "./error_code.ts";
import { DEFAULT_FRAME_BYTES, FRAME_HEADER_BYTES } from "./frame_type.ts";

/** The buffer at first: connections that say little, or nothing, cost little. */
const FIRST_BYTES = 2_048;
/** The buffer once more has come: one read takes a message of 64 KiB, with all of its frames. */
const FULL_BYTES = 6 * 16_384;

/** Takes each frame; its payload is valid during the call only. */
export type FrameTaker = (
  type: number,
  flags: number,
  streamId: number,
  buffer: Uint8Array,
  start: number,
  end: number,
) => void;

/** Splits the stream of bytes of one connection into frames. */
export class FrameReader {
  #buffer = new Uint8Array(FIRST_BYTES);
  #filled = 0;

  /** Where the next bytes are to be written; {@link advance} then says how many there are. */
  room(): Uint8Array {
    return this.#buffer.subarray(this.#filled);
  }

  /** Copies bytes of a transport that has buffers of its own. */
  append(bytes: Uint8Array): void {
    if (this.#filled + bytes.length > this.#buffer.length) this.#grow(this.#filled + bytes.length);
    this.#buffer.set(bytes, this.#filled);
  }

  /** Drops what was read: after a broken frame nothing more is understood. */
  discard(): void {
    this.#filled = 0;
  }

  /** Bytes of a frame, or of the preface, that is not complete. */
  get pending(): number {
    return this.#filled;
  }

  /**
   * Takes bytes off the front if all of them are there and as expected.
   *
   * @returns null if more are needed, false if they differ.
   */
  skip(count: number, expected: Uint8Array): boolean | null {
    this.#filled += count;
    const known = Math.min(this.#filled, expected.length);
    for (let at = 0; at < known; at++) if (this.#buffer[at] !== expected[at]) return false;
    if (known < expected.length) return null;
    this.#keep(expected.length);
    return true;
  }

  /**
   * Hands on all frames that are complete.
   *
   * @param count How many bytes were written to the room.
   * @param take Returns normally also when the connection ends meanwhile.
   * @throws {ProtocolError} `FRAME_SIZE_ERROR`, before the payload is waited for.
   */
  advance(count: number, take: FrameTaker): void {
    this.#filled += count;
    const buffer = this.#buffer, filled = this.#filled;
    let start = 0;
    while (filled - start >= FRAME_HEADER_BYTES) {
      const length = (buffer[start]! << 16) | (buffer[start + 1]! << 8) | buffer[start + 2]!;
      if (length > DEFAULT_FRAME_BYTES) {
        const message =
          `Cannot read frame: its length ${length} exceeds SETTINGS_MAX_FRAME_SIZE ${DEFAULT_FRAME_BYTES}`;
        throw connectionFault("FRAME_SIZE_ERROR", message);
      }
      const end = start + FRAME_HEADER_BYTES + length;
      if (end > filled) break;
      take(
        buffer[start + 3]!,
        buffer[start + 4]!,
        readUint32(buffer, start + 5) & 0x7fffffff,
        buffer,
        start + FRAME_HEADER_BYTES,
        end,
      );
      start = end;
    }
    const wasFull = filled === buffer.length;
    this.#keep(start);
    if (wasFull && buffer.length < FULL_BYTES) this.#grow(FULL_BYTES);
  }

  #keep(from: number): void {
    if (from === this.#filled) {
      this.#filled = 0;
      return;
    }
    if (from > 0) this.#buffer.copyWithin(0, from, this.#filled);
    this.#filled -= from;
  }

  #grow(bytes: number): void {
    const buffer = new Uint8Array(Math.max(bytes, FULL_BYTES));
    buffer.set(this.#buffer.subarray(0, this.#filled));
    this.#buffer = buffer;
  }
}

/** Four bytes as a number, from -2^31; masks make it positive. */
export function readUint32(buffer: Uint8Array, at: number): number {
  return (buffer[at]! << 24) | (buffer[at + 1]! << 16) | (buffer[at + 2]! << 8) | buffer[at + 3]!;
}
