/**
 * Rows as the server sends them: a count of cells, then for each its length, which is -1 for NULL, and its text. Before
 * each stands the header of its message.
 *
 * @module
 */
import type { Buffer } from "node:buffer";
import { DriverError } from "@fluxwire/sdk";

/** The cells of a row, as texts. */
export type TextRow = readonly (string | null)[];

/** Rows that lie one behind the other, with the header of a message between them. */
interface Span {
  bytes: Buffer;
  from: number;
  to: number;
}

/** The header of a message: its type, and its length without the type. */
export const HEADER_BYTES = 5;

/** The length of a cell without a value. */
const NULL = -1;

/** Texts up to this length are looked at byte by byte. */
const SHORT_TEXT = 64;

/** The rows of one result, in the pieces in which they arrived; a row costs nothing but its bytes. */
export class DataRows {
  readonly #spans: Span[] = [];

  /** Adds a row behind its header; it must not change. */
  add(bytes: Buffer, from: number, to: number): void {
    const last = this.#spans.at(-1);
    if (last?.bytes === bytes && last.to + HEADER_BYTES === from) last.to = to;
    else this.#spans.push({ bytes, from, to });
  }

  /**
   * Each row, as a cursor before its first cell; valid until the next one, before which all of its cells must be read.
   *
   * @throws {DriverError} `Driver` for a row whose cells do not fill it, at the latest behind it.
   */
  *[Symbol.iterator](): Generator<CellCursor> {
    for (const { bytes, from, to } of this.#spans) {
      for (let at = from; at <= to;) {
        const row = new CellCursor(bytes, at);
        yield row;
        at = row.end() + HEADER_BYTES;
      }
    }
  }

  /** All rows as texts. */
  texts(): TextRow[] {
    return Array.from(this, (row) => Array.from({ length: row.count }, () => row.next() ? row.text() : null));
  }
}

/** The error of a row that breaks the server's protocol. */
export function wrongRow(how: string): DriverError {
  return new DriverError("Driver", `Cannot read result: PostgreSQL sent a row ${how}`);
}

function notFilled(): DriverError {
  return wrongRow("whose cells do not fill it");
}

/** The number of four bytes; missing ones count as 0. */
export function int32At(bytes: Buffer, at: number): number {
  return bytes[at]! << 24 | bytes[at + 1]! << 16 | bytes[at + 2]! << 8 | bytes[at + 3]!;
}

function isShortAscii(bytes: Buffer, from: number, to: number): boolean {
  if (to - from > SHORT_TEXT) return false;
  let all = 0;
  for (let i = from; i < to; i++) all |= bytes[i]!;
  return all <= 0x7f;
}

/** Goes through the cells of a row. */
export class CellCursor {
  /** The bytes. */
  readonly bytes: Buffer;
  /** How many cells the row has. */
  readonly count: number;
  /** Where the cell that was read last begins. */
  from: number;
  /** Where it ends. */
  to: number;
  readonly #start: number;
  readonly #end: number;
  /** The row's bytes as characters; null before the first short text. */
  #characters: string | null = null;

  /** A cursor before the first cell of a row, which stands behind its header. */
  constructor(bytes: Buffer, at: number) {
    this.bytes = bytes;
    this.count = bytes[at]! << 8 | bytes[at + 1]!;
    this.#start = at;
    this.from = this.to = at + 2;
    this.#end = at - 4 + int32At(bytes, at - 4);
  }

  /**
   * Goes to the next cell; false for NULL.
   *
   * @throws {DriverError} `Driver` if the cell is not in the row.
   */
  next(): boolean {
    const length = int32At(this.bytes, this.to);
    this.from = this.to + 4;
    this.to = this.from + Math.max(length, 0);
    if (this.to > this.#end || length < NULL) throw notFilled();
    return length !== NULL;
  }

  /** The text of the cell. A short one of ASCII alone is cut out of the row's: decoding each would take much longer. */
  text(): string {
    const { bytes, from, to } = this;
    if (!isShortAscii(bytes, from, to)) return bytes.toString("utf8", from, to);
    this.#characters ??= bytes.toString("latin1", this.#start, this.#end);
    return this.#characters.slice(from - this.#start, to - this.#start);
  }

  /**
   * The end of the row, behind its last cell.
   *
   * @throws {DriverError} `Driver` if its cells do not fill it.
   */
  end(): number {
    if (this.to !== this.#end) throw notFilled();
    return this.#end;
  }
}
