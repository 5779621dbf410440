/**
 * Takes the rows out of what a server sends, before the library reads it: the library would make an array and a text for
 * every cell.
 *
 * @module
 */
import { Buffer } from "node:buffer";
import { DEFAULT_LIMITS } from "@fluxwire/sdk";
import type { PgConnection } from "./pg.ts";

/** The most characters that the server writes per byte of an answer: a real of 8 bytes takes up to 24. */
export const TEXT_PER_BYTE = 4;

/** The type of a message and its length, which counts itself. */
const HEADER_BYTES = 5;

/** What the length counts at least: itself. */
const LENGTH_BYTES = 4;

/** The type of a message with a row. */
const DATA_ROW = 0x44;

/** The type of a message with a line of COPY. */
const COPY_DATA = 0x64;

/** The longest message that is kept: no answer can hold a longer row, and no other message is so long. */
const MAX_BYTES: number = DEFAULT_LIMITS.maxFrameBytes * TEXT_PER_BYTE + HEADER_BYTES;

const NO_BYTES = new Uint8Array(0);

/** Takes rows, each of which is a part of an array that does not change; without bytes a row that no answer can hold. */
export type RowTaker = (bytes: Uint8Array, from: number, to: number) => void;

/** Splits a stream of messages into rows and all others. */
export class RowSplitter {
  readonly #pass: (bytes: Buffer) => void;
  readonly #row: RowTaker;
  /** The parts of a message that has not arrived as a whole. */
  #parts: Uint8Array[] = [];
  #partBytes = 0;
  /** The rest of a message that is not kept, in bytes, and whether they are passed on. */
  #passing = 0;
  #isPassed = true;

  /**
   * @param pass Takes all but rows, divided anywhere.
   * @param row Takes the content of each row, in the order of the stream.
   */
  constructor(pass: (bytes: Buffer) => void, row: RowTaker) {
    this.#pass = pass;
    this.#row = row;
  }

  /**
   * Takes the next bytes, which must not change.
   *
   * @throws {Error} for a message with an impossible length. Take no more then.
   */
  take(chunk: Buffer): void {
    let from = this.#partBytes > 0 ? this.#continue(chunk) : 0;
    let at = Math.min(from + this.#passing, chunk.length);
    this.#passing -= at - from;
    if (!this.#isPassed) from = at;
    while (chunk.length - at >= HEADER_BYTES) {
      const length = lengthAt(chunk, at), end = at + length;
      if (chunk[at] !== DATA_ROW && length <= MAX_BYTES) {
        this.#passing = Math.max(end - chunk.length, 0);
        this.#isPassed = true;
        at = end - this.#passing;
        continue;
      }
      this.#passRun(chunk, from, at);
      from = at;
      if (length > MAX_BYTES) {
        this.#drop(chunk[at]!, length, chunk.length - at);
        return;
      }
      if (end > chunk.length) break;
      this.#row(chunk, at + HEADER_BYTES, end);
      from = at = end;
    }
    this.#passRun(chunk, from, at);
    if (at < chunk.length) this.#keep(chunk, at, chunk.length);
  }

  #passRun(chunk: Buffer, from: number, to: number): void {
    if (to > from) this.#pass(chunk.subarray(from, to));
  }

  #keep(chunk: Buffer, from: number, to: number): void {
    this.#parts.push(chunk.subarray(from, to));
    this.#partBytes += to - from;
  }

  /** Adds to the message that has begun; returns where the next one begins. */
  #continue(chunk: Buffer): number {
    const missing = Math.max(HEADER_BYTES - this.#partBytes, 0), at = Math.min(missing, chunk.length);
    if (at > 0) this.#keep(chunk, 0, at);
    if (at < missing) return at;
    const header = this.#joined(HEADER_BYTES), length = lengthAt(header, 0);
    if (length > MAX_BYTES) {
      this.#drop(header[0]!, length, this.#end().length);
      return at;
    }
    if (header[0] !== DATA_ROW) {
      this.#passing = length - this.#partBytes;
      this.#isPassed = true;
      this.#pass(this.#end());
      return at;
    }
    const end = Math.min(at + length - this.#partBytes, chunk.length);
    this.#keep(chunk, at, end);
    if (this.#partBytes === length) this.#row(this.#end(), HEADER_BYTES, length);
    return end;
  }

  /** Keeps nothing of a message that is too long, some bytes of which have arrived. */
  #drop(type: number, length: number, arrived: number): void {
    if (type === DATA_ROW) this.#row(NO_BYTES, 0, length - HEADER_BYTES);
    else if (type !== COPY_DATA) {
      throw new Error(`the server sent a message of ${length} bytes, more than ${MAX_BYTES}`);
    }
    this.#passing = length - arrived;
    this.#isPassed = false;
  }

  /** The first bytes of the message. */
  #joined(bytes: number): Uint8Array {
    const first = this.#parts[0]!;
    if (first.length >= bytes) return first;
    this.#parts = [Buffer.concat(this.#parts)];
    return this.#parts[0]!;
  }

  #end(): Buffer {
    const whole = Buffer.concat(this.#parts);
    this.#parts = [];
    this.#partBytes = 0;
    return whole;
  }
}

/** The length of a message with its header. */
function lengthAt(bytes: Uint8Array, at: number): number {
  const length = (bytes[at + 1]! << 24 | bytes[at + 2]! << 16 | bytes[at + 3]! << 8 | bytes[at + 4]!) >>> 0;
  if (length < LENGTH_BYTES) throw new Error(`the server sent a message with the length ${length}`);
  return length + 1;
}

/**
 * Gives the rows of a connection to a taker instead of the library. Call it before the connection is made. What breaks the
 * protocol ends the connection with an error that says so: the library would end the program.
 */
export function divertRows(connection: PgConnection, row: RowTaker): void {
  const attach = connection.attachListeners;
  connection.attachListeners = (stream) =>
    attach.call(connection, {
      on(event, listener) {
        if (event !== "data") return stream.on(event, listener);
        const splitter = new RowSplitter(listener, row);
        stream.on(event, (chunk) => {
          try {
            splitter.take(chunk);
          } catch (error) {
            stream.destroy(error as Error);
          }
        });
      },
      destroy: (error) => stream.destroy(error),
    });
}
