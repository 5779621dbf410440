/**
 * Takes the rows out of what a server sends, before the library reads it: the library would make an array and a text for
 * every cell.
 *
 * @module
 */
import { Buffer } from "node:buffer";
import { DEFAULT_LIMITS } from "@fluxwire/sdk";
import { HEADER_BYTES, int32At } from "./data_rows.ts";
import type { PgConnection } from "./pg.ts";

/** The most characters that the server writes per byte of an answer: a real of 8 bytes takes up to 24. */
export const TEXT_PER_BYTE = 4;

/** What the length of a message counts at least: itself. */
const LENGTH_BYTES = 4;

/** The type of a message with a row. */
const DATA_ROW = 0x44;

/** The type of a message with a line of COPY, which no result can contain. */
const COPY_DATA = 0x64;

/** The longest message that is kept: no answer can hold a longer row, and no other message is so long. */
const MAX_BYTES: number = DEFAULT_LIMITS.maxFrameBytes * TEXT_PER_BYTE + HEADER_BYTES;

const NO_BYTES = Buffer.alloc(0);

/** Takes rows, each of which is a part of an array that does not change; without bytes a row that no answer can hold. */
export type RowTaker = (bytes: Buffer, from: number, to: number) => void;

/** Splits a stream of messages into rows and all others, without the lines of COPY. */
export class RowSplitter {
  readonly #pass: (message: Buffer) => void;
  readonly #row: RowTaker;
  /** The parts of a message, or of its header, that has not arrived as a whole, and how many bytes are missing. */
  #parts: Buffer[] = [];
  #missing = 0;
  /** The bytes that are missing of a message that is dropped. */
  #dropping = 0;

  /**
   * @param pass Takes each message that is no row.
   * @param row Takes the content of each row, in the order of the stream.
   */
  constructor(pass: (message: Buffer) => void, row: RowTaker) {
    this.#pass = pass;
    this.#row = row;
  }

  /**
   * Takes the next bytes, which must not change.
   *
   * @throws {Error} for a message with an impossible length. Take no more then.
   */
  take(chunk: Buffer): void {
    let rest = chunk;
    while (this.#parts.length > 0 && rest.length >= this.#missing) {
      const begun = Buffer.concat([...this.#parts, rest.subarray(0, this.#missing)]);
      rest = rest.subarray(this.#missing);
      this.#parts = [];
      this.#split(begun);
    }
    if (this.#parts.length === 0) return this.#split(rest);
    this.#parts.push(rest);
    this.#missing -= rest.length;
  }

  #split(bytes: Buffer): void {
    let at = Math.min(this.#dropping, bytes.length);
    this.#dropping -= at;
    while (bytes.length - at >= HEADER_BYTES) {
      const type = bytes[at]!, length = lengthAt(bytes, at), end = at + length;
      if (length > MAX_BYTES || type === COPY_DATA) {
        this.#drop(type, length);
        this.#dropping = Math.max(end - bytes.length, 0);
      } else if (end > bytes.length) return this.#keep(bytes.subarray(at), end - bytes.length);
      else if (type === DATA_ROW) this.#row(bytes, at + HEADER_BYTES, end);
      else this.#pass(bytes.subarray(at, end));
      at = end;
    }
    if (at < bytes.length) this.#keep(bytes.subarray(at), at + HEADER_BYTES - bytes.length);
  }

  #keep(part: Buffer, missing: number): void {
    this.#parts = [part];
    this.#missing = missing;
  }

  #drop(type: number, length: number): void {
    if (type === DATA_ROW) this.#row(NO_BYTES, 0, length - HEADER_BYTES);
    else if (type !== COPY_DATA) {
      throw new Error(`the server sent a message of ${length} bytes, more than ${MAX_BYTES}`);
    }
  }
}

/** The length of a message with its header. */
function lengthAt(bytes: Buffer, at: number): number {
  const length = int32At(bytes, at + 1) >>> 0;
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
