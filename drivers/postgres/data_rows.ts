/**
 * Rows as the server sends them: a count of cells, then for each its length, which is -1 for NULL, and its text. Before
 * each stands the header of its message.
 *
 * @module
 */
import { DriverError } from "@fluxwire/sdk";

/** The cells of a row, as texts. */
export type TextRow = readonly (string | null)[];

/** Rows that lie one behind the other, with the header of a message between them. */
interface Span {
  bytes: Uint8Array;
  from: number;
  to: number;
}

/** What lies between two rows of one span. */
const HEADER_BYTES = 5;

/** The end of that header: the length of the message that follows. */
const LENGTH_BYTES = 4;

/** The length of a cell without a value. */
const NULL = -1;

const decoder = new TextDecoder("utf-8", { ignoreBOM: true });

/** The rows of one result, in the pieces in which they arrived; a row costs nothing but its bytes. */
export class DataRows {
  readonly #spans: Span[] = [];
  #count = 0;

  /** How many. */
  get count(): number {
    return this.#count;
  }

  /** Adds a row behind its header; it must not change. */
  add(bytes: Uint8Array, from: number, to: number): void {
    const last = this.#spans.at(-1);
    this.#count++;
    if (last?.bytes === bytes && last.to + HEADER_BYTES === from) last.to = to;
    else this.#spans.push({ bytes, from, to });
  }

  /**
   * Each row, as a cursor before its first cell; valid until the next one.
   *
   * @throws {DriverError} `Driver` for a row whose cells do not fill it, at the latest behind it.
   */
  *[Symbol.iterator](): Generator<CellCursor> {
    for (const { bytes, from, to } of this.#spans) {
      for (const cursor = new CellCursor(bytes, from); cursor.at <= to; cursor.at += HEADER_BYTES) {
        const end = cursor.at - LENGTH_BYTES + lengthBefore(bytes, cursor.at);
        cursor.begin(end);
        yield cursor;
        cursor.end();
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

/** What the header before a row gives as the row's length, which counts itself. */
function lengthBefore(bytes: Uint8Array, at: number): number {
  return bytes[at - 4]! << 24 | bytes[at - 3]! << 16 | bytes[at - 2]! << 8 | bytes[at - 1]!;
}

/** Goes through the cells of rows. */
export class CellCursor {
  /** The bytes. */
  readonly bytes: Uint8Array;
  /** Where the row or cell begins that comes next. */
  at: number;
  /** How many cells the row has. */
  count = 0;
  /** Where the cell begins that was read last. */
  from = 0;
  #left = 0;
  #end = 0;

  /** A cursor before a row. */
  constructor(bytes: Uint8Array, at: number) {
    this.bytes = bytes;
    this.at = at;
  }

  /** Goes into the row, which ends there. */
  begin(end: number): void {
    this.#end = end;
    this.count = this.#left = this.bytes[this.at]! << 8 | this.bytes[this.at + 1]!;
    this.at += 2;
  }

  /**
   * Goes behind the row.
   *
   * @throws {DriverError} `Driver` if its cells do not fill it.
   */
  end(): void {
    while (this.#left > 0) this.next();
    if (this.at !== this.#end) throw notFilled();
  }

  /**
   * Goes behind the next cell, whose text is then from {@link from} to {@link at}; false for NULL.
   *
   * @throws {DriverError} `Driver` if the cell is not in the row.
   */
  next(): boolean {
    const { bytes, at } = this;
    this.#left--;
    const length = bytes[at]! << 24 | bytes[at + 1]! << 16 | bytes[at + 2]! << 8 | bytes[at + 3]!;
    this.from = at + 4;
    this.at = this.from + Math.max(length, 0);
    if (this.at > this.#end || length < NULL) throw notFilled();
    return length !== NULL;
  }

  /** The text of the cell. */
  text(): string {
    return decoder.decode(this.bytes.subarray(this.from, this.at));
  }
}
