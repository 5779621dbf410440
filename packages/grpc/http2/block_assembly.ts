/**
 * Header blocks out of HEADERS and CONTINUATION frames.
 *
 * @module
 */
import type { GrpcLimits } from "../limits.ts";
import { connectionFault } from "./error_code.ts";
import { readUint32 } from "./frame_reader.ts";
import { FLAG } from "./frame_type.ts";

const PRIORITY_BYTES = 5;

/** A block that is complete. */
export interface Block {
  /** The stream. */
  readonly streamId: number;
  /** Whether the peer sends nothing more on it. */
  readonly isEnd: boolean;
  /** Whether its priority makes the stream depend on itself, which is an error of that stream. */
  readonly dependsOnItself: boolean;
  /** Where the block stands; valid until the next frame. */
  readonly bytes: Uint8Array;
  /** Its begin. */
  readonly start: number;
  /** Its end. */
  readonly end: number;
}

/** Collects one block at a time: no other frame may come in between. */
export class BlockAssembly {
  readonly #limits: GrpcLimits;
  #open: Omit<Block, "bytes" | "start" | "end"> | null = null;
  #bytes: Uint8Array = new Uint8Array(0);
  #continuations = 0;

  /** Nothing is collected. */
  constructor(limits: GrpcLimits) {
    this.#limits = limits;
  }

  /** The stream whose block is not complete, or 0. */
  get openStream(): number {
    return this.#open?.streamId ?? 0;
  }

  /**
   * Takes HEADERS.
   *
   * @returns The block, or null if CONTINUATION must follow.
   */
  headers(streamId: number, flags: number, buffer: Uint8Array, start: number, end: number): Block | null {
    let from = start, to = end;
    if ((flags & FLAG.padded) !== 0) {
      if (from === to) throw tooShort();
      to -= buffer[from++]!;
    }
    let dependency = 0;
    if ((flags & FLAG.priority) !== 0) {
      if (end - from < PRIORITY_BYTES) throw tooShort();
      dependency = readUint32(buffer, from) & 0x7fffffff;
      from += PRIORITY_BYTES;
    }
    if (to < from) {
      throw connectionFault("PROTOCOL_ERROR", "Cannot read HEADERS: its padding is longer than its payload");
    }
    const open = {
      streamId,
      isEnd: (flags & FLAG.endStream) !== 0,
      dependsOnItself: dependency === streamId,
    };
    if ((flags & FLAG.endHeaders) !== 0) return { ...open, bytes: buffer, start: from, end: to };
    this.#open = open;
    this.#bytes = buffer.slice(from, to);
    this.#continuations = 0;
    return null;
  }

  /** Takes CONTINUATION, as {@link headers}. */
  continuation(streamId: number, flags: number, buffer: Uint8Array, start: number, end: number): Block | null {
    const open = this.#open;
    if (open === null || open.streamId !== streamId) {
      const message = "Cannot read CONTINUATION: no header block of its stream is incomplete";
      throw connectionFault("PROTOCOL_ERROR", message);
    }
    const { maxContinuations } = this.#limits;
    if (++this.#continuations > maxContinuations) {
      const message = `Cannot read header block: its CONTINUATION frames exceed maxContinuations ${maxContinuations}`;
      throw connectionFault("ENHANCE_YOUR_CALM", message);
    }
    const bytes = new Uint8Array(this.#bytes.length + end - start);
    bytes.set(this.#bytes);
    bytes.set(buffer.subarray(start, end), this.#bytes.length);
    this.#bytes = bytes;
    if ((flags & FLAG.endHeaders) === 0) return null;
    this.#open = null;
    return { ...open, bytes, start: 0, end: bytes.length };
  }
}

function tooShort(): Error {
  return connectionFault("FRAME_SIZE_ERROR", "Cannot read HEADERS: it is shorter than its flags say");
}
