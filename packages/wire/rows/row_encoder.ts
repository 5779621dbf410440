/**
 * Encodes rows where they are read, without WebAssembly: the process that has the rows needs nothing else of the codec.
 *
 * @module
 */
import type { Value } from "../dto.ts";
import type { CodecName } from "../layout.ts";
import { EncodedRows } from "./encoded_rows.ts";
import { type RowLimits, type TextKind, ValueWriter } from "./value_writer.ts";

/** A cell that is described only, because the wire cannot carry it. */
export interface DescribedCell {
  /** The kind of value. */
  readonly type: "Unsupported";
  /** The description. */
  readonly value: string;
}

/** A cell without parts: a bigint is an Int, a number a Float. */
export type PlainCell = null | boolean | bigint | number | string | Uint8Array | DescribedCell;

const decoder = new TextDecoder("utf-8", { ignoreBOM: true });
const strict = new TextDecoder("utf-8", { ignoreBOM: true, fatal: true });

/**
 * Encodes rows one after the other and gives their bytes away in chunks, so that a result never fills memory.
 *
 * @example
 * ```ts
 * import { strictEqual } from "node:assert/strict";
 * import { DEFAULT_LIMITS } from "@fluxwire/wire";
 * import { RowEncoder } from "@fluxwire/wire/rows";
 *
 * let text = "";
 * const rows = new RowEncoder("postcard", DEFAULT_LIMITS, (chunk) => text += chunk.toHex());
 * rows.add([1n, "a", null]);
 * rows.finish();
 * strictEqual(text, "030202" + "040161" + "00");
 * ```
 */
export class RowEncoder {
  readonly #writer: ValueWriter;
  /** The cells of the last row so far. */
  #cells = 0;
  /** How many it was begun with. */
  #expected = 0;
  /** The elements of lists that are still to come. */
  #elements = 0;

  /**
   * An encoder without rows.
   *
   * @param codec The serializer of the connection that the rows are for.
   * @param take Takes each chunk, which is valid during the call only: copy it or write it.
   */
  constructor(codec: CodecName, limits: RowLimits, take: (chunk: Uint8Array) => void) {
    this.#writer = new ValueWriter(codec, limits, take);
  }

  /** The number of rows so far. */
  get count(): number {
    return this.#writer.row;
  }

  /** Their length in bytes so far. */
  get byteLength(): number {
    return this.#writer.out.length;
  }

  /**
   * Encodes a row.
   *
   * @throws {RowError} when the rows exceed `maxFrameBytes` or `maxResponseValues`; for a lone surrogate, an integer beyond
   *   64 bits, or what is nested too deep. Nothing more can be added then.
   */
  add(row: readonly Value[]): void {
    const writer = this.#writer;
    const { length } = row;
    this.begin(length);
    for (let i = 0; i < length; i++) {
      writer.value(row[i]!, i);
      writer.checkLength();
    }
    this.#cells = length;
  }

  /**
   * Begins a row whose cells follow, each by one of the calls below. Throws the errors of {@link add}, as they do.
   *
   * @throws {TypeError} if the row before has another number of cells or elements than it was begun with.
   */
  begin(cells: number): void {
    this.#checkCells();
    this.#writer.row++;
    this.#cells = this.#elements = 0;
    this.#expected = cells;
    this.#writer.cells(cells);
  }

  /** Encodes the next cell. */
  cell(cell: Value): void {
    this.#writer.value(cell, this.#next());
    this.#writer.checkLength();
  }

  /** Encodes the next cell, a text that is UTF-8 already; other bytes become replacement characters. */
  utf8(kind: TextKind, bytes: Uint8Array, from: number, to: number): void {
    const writer = this.#writer, index = this.#next();
    if (!writer.shortAscii(kind, bytes, from, to)) writer.tagged(kind, decoder.decode(bytes.subarray(from, to)), index);
    writer.checkLength();
  }

  /**
   * Encodes the next cell: a Text if the bytes are UTF-8, otherwise Bytes.
   *
   * @throws {TypeError} for what is no Uint8Array.
   */
  textOrBytes(bytes: Uint8Array): void {
    if (!(bytes instanceof Uint8Array)) throw new TypeError(`Cannot send cell: expected bytes, found ${typeof bytes}`);
    const writer = this.#writer, index = this.#next();
    if (!writer.shortAscii("Text", bytes, 0, bytes.length)) writer.value(textOf(bytes) ?? bytes, index);
    writer.checkLength();
  }

  /** Begins the next cell, an Array whose elements follow like cells. Its depth is not checked. */
  list(elements: number): void {
    this.#next();
    this.#elements += elements;
    this.#writer.list(elements);
  }

  /**
   * Gives the rest away.
   *
   * @throws {TypeError} if the last row has another number of cells or elements than it was begun with.
   */
  finish(): void {
    this.#checkCells();
    this.#writer.out.finish();
  }

  /** Other numbers would make the host read cells as something else. */
  #checkCells(): void {
    if (this.#cells === this.#expected && this.#elements === 0) return;
    const missing = this.#elements === 0 ? "" : `, and ${this.#elements} elements of lists are missing`;
    const row = `Cannot send row ${this.#writer.row - 1}: it has ${this.#cells} cells`;
    throw new TypeError(`${row} where ${this.#expected} were announced${missing}`);
  }

  /** The place of the next cell in its row; elements of lists have that of the last cell. */
  #next(): number {
    if (this.#elements === 0) return this.#cells++;
    this.#elements--;
    return this.#cells - 1;
  }
}

/** The text of bytes; null if they are not UTF-8. */
function textOf(bytes: Uint8Array): string | null {
  try {
    return strict.decode(bytes);
  } catch {
    return null;
  }
}

/**
 * All rows, encoded.
 *
 * @throws {RowError} as {@link RowEncoder.add}.
 */
export function encodeRows(codec: CodecName, rows: Iterable<readonly Value[]>, limits: RowLimits): EncodedRows {
  const chunks: Uint8Array[] = [];
  const encoder = new RowEncoder(codec, limits, (chunk) => chunks.push(chunk.slice()));
  for (const row of rows) encoder.add(row);
  encoder.finish();
  return new EncodedRows(codec, encoder.count, chunks);
}
