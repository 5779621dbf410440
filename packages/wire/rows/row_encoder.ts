/**
 * Encodes rows where they are read, without WebAssembly: the process that has the rows needs nothing else of the codec.
 *
 * @module
 */
import type { NullValue, Value } from "../dto.ts";
import type { CodecName } from "../layout.ts";
import type { Limits } from "../limits.ts";
import { VALUE_COSTS, VALUE_VARIANTS } from "../schema.ts";
import { EncodedRows } from "./encoded_rows.ts";
import { MAX_NUMBER_BYTES, type NumberForms, numberForms } from "./number_forms.ts";
import { RowBytes } from "./row_bytes.ts";
import { RowError } from "./row_error.ts";

/** The kinds of values that are texts. */
export type TextKind = "Text" | "Json" | "Decimal" | "DateTime" | "Date" | "Time" | "ObjectId" | "Unsupported";

/** A cell that is a text of its own kind. */
export interface TaggedCell {
  /** The kind of value. */
  readonly type: Exclude<TextKind, "Text">;
  /** The text. */
  readonly value: string;
}

/** A cell without parts: a bigint is an Int, a number a Float. */
export type PlainCell = null | boolean | bigint | number | string | Uint8Array | TaggedCell;

/** The limits of a result; without `maxDepth`, lists and documents can be 64 deep. */
export type RowLimits = Pick<Limits, "maxFrameBytes" | "maxResponseValues"> & Partial<Pick<Limits, "maxDepth">>;

/** How deep cells are nested at the most without another limit. */
const DEFAULT_DEPTH = 64;

/** Texts up to this length are written here; the text encoder is faster for longer ones. */
const SHORT_TEXT = 64;

const NULL = VALUE_VARIANTS.indexOf("Null"), BOOL = VALUE_VARIANTS.indexOf("Bool"), INT = VALUE_VARIANTS.indexOf("Int");
const FLOAT = VALUE_VARIANTS.indexOf("Float"), TEXT = VALUE_VARIANTS.indexOf("Text");
const BYTES = VALUE_VARIANTS.indexOf("Bytes");
const ARRAY = VALUE_VARIANTS.indexOf("Array"), DOCUMENT = VALUE_VARIANTS.indexOf("Document");

/** The numbers of the kinds of texts. */
const TEXTS: Readonly<Record<string, number>> = Object.fromEntries(
  (["Text", "Json", "Decimal", "DateTime", "Date", "Time", "ObjectId", "Unsupported"] satisfies TextKind[])
    .map((kind) => [kind, VALUE_VARIANTS.indexOf(kind)]),
);

const encoder = new TextEncoder(), decoder = new TextDecoder("utf-8", { ignoreBOM: true });
const strict = new TextDecoder("utf-8", { ignoreBOM: true, fatal: true });

/** The text of bytes; null if they are not UTF-8. */
function textOf(bytes: Uint8Array): string | null {
  try {
    return strict.decode(bytes);
  } catch {
    return null;
  }
}

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
  readonly #out: RowBytes;
  readonly #forms: NumberForms;
  readonly #limits: RowLimits;
  #rows = 0;
  #values = 0;
  /** The cells of the last row so far. */
  #cells = 0;
  /** The elements of arrays that are still to come. */
  #elements = 0;

  /**
   * An encoder without rows.
   *
   * @param codec The serializer of the connection that the rows are for.
   * @param take Takes each chunk, which is valid during the call only: copy it or write it.
   */
  constructor(codec: CodecName, limits: RowLimits, take: (chunk: Uint8Array) => void) {
    this.#forms = numberForms(codec);
    this.#limits = limits;
    this.#out = new RowBytes(take);
  }

  /** The number of rows so far. */
  get count(): number {
    return this.#rows;
  }

  /** Their length in bytes so far. */
  get byteLength(): number {
    return this.#out.length;
  }

  /**
   * Encodes a row.
   *
   * @throws {RowError} when the rows exceed `maxFrameBytes` or `maxResponseValues`; for a lone surrogate, an integer beyond
   *   64 bits, or what is nested too deep. Nothing more can be added then.
   */
  add(row: readonly Value[]): void {
    this.begin(row.length);
    for (let i = 0; i < row.length; i++) this.cell(row[i]!);
  }

  /**
   * Begins a row whose cells follow, each by one call.
   *
   * @throws {RowError} when the rows exceed `maxResponseValues`.
   */
  begin(cells: number): void {
    const out = this.#out;
    this.#rows++;
    this.#cells = this.#elements = 0;
    this.#count(cells + 1);
    out.reserve(MAX_NUMBER_BYTES);
    this.#forms.count(out, cells);
  }

  /** Encodes the next cell of a row; throws the errors of {@link add}. */
  cell(cell: Value): void {
    this.#cell(cell, this.#next());
    this.#checkLength();
  }

  /** Encodes the next cell, an Int of at most 53 bits; throws the errors of {@link add}. */
  safeInteger(value: number): void {
    const out = this.#out, forms = this.#forms;
    this.#next();
    out.reserve(2 * MAX_NUMBER_BYTES);
    forms.variant(out, INT);
    forms.safeInteger(out, value);
    this.#checkLength();
  }

  /**
   * Encodes the next cell, a text that is UTF-8 already; other bytes become replacement characters. Throws the errors of
   * {@link add}.
   */
  utf8(kind: TextKind, bytes: Uint8Array, from: number, to: number): void {
    const index = this.#next();
    if (!this.#shortAscii(kind, bytes, from, to)) {
      this.#forms.variant(this.#out, TEXTS[kind]!);
      this.#text(decoder.decode(bytes.subarray(from, to)), index);
    }
    this.#checkLength();
  }

  /** Encodes the next cell: a Text if the bytes are UTF-8, otherwise Bytes. Throws the errors of {@link add}. */
  textOrBytes(bytes: Uint8Array): void {
    const index = this.#next();
    if (!this.#shortAscii("Text", bytes, 0, bytes.length)) this.#cell(textOf(bytes) ?? bytes, index);
    this.#checkLength();
  }

  /**
   * Begins the next cell, an Array of that many elements, each of which follows like a cell.
   *
   * @throws {RowError} when the rows exceed `maxResponseValues`.
   */
  list(elements: number): void {
    const out = this.#out, forms = this.#forms;
    this.#next();
    this.#elements += elements;
    this.#count(elements + VALUE_COSTS.Array);
    out.reserve(2 * MAX_NUMBER_BYTES);
    forms.variant(out, ARRAY);
    forms.count(out, elements);
  }

  /** The place of the next cell in its row; elements of arrays have that of the last cell. */
  #next(): number {
    if (this.#elements === 0) return this.#cells++;
    this.#elements--;
    return this.#cells - 1;
  }

  /** Counts values. */
  #count(values: number): void {
    const { maxResponseValues } = this.#limits;
    this.#values += values;
    if (this.#values <= maxResponseValues) return;
    throw this.#exceeded(`${this.#values} values`, `maxResponseValues ${maxResponseValues}`);
  }

  /** Writes a short text of ASCII alone; false, with nothing written, for any other. */
  #shortAscii(kind: TextKind, bytes: Uint8Array, from: number, to: number): boolean {
    const length = to - from;
    if (length > SHORT_TEXT) return false;
    const out = this.#out, forms = this.#forms;
    out.reserve(2 * MAX_NUMBER_BYTES + SHORT_TEXT);
    const start = out.at;
    forms.variant(out, TEXTS[kind]!);
    forms.count(out, length);
    const target = out.bytes, at = out.at - from;
    let all = 0;
    for (let i = from; i < to; i++) all |= target[at + i] = bytes[i]!;
    out.at = all > 0x7f ? start : out.at + length;
    return all <= 0x7f;
  }

  #checkLength(): void {
    const { maxFrameBytes } = this.#limits, { length } = this.#out;
    if (length > maxFrameBytes) throw this.#exceeded(`${length} bytes`, `maxFrameBytes ${maxFrameBytes}`);
  }

  /** Gives the rest away. */
  finish(): void {
    this.#out.finish();
  }

  #cell(cell: Value, index: number, depth: number = 0): void {
    const out = this.#out, forms = this.#forms;
    out.reserve(2 * MAX_NUMBER_BYTES);
    switch (typeof cell) {
      case "bigint":
        if (BigInt.asIntN(64, cell) !== cell) throw this.#refused(index, "its integer has more than 64 bits");
        forms.variant(out, INT);
        return forms.integer(out, cell);
      case "string":
        forms.variant(out, TEXT);
        return this.#text(cell, index);
      case "number":
        forms.variant(out, FLOAT);
        out.view.setFloat64(out.at, cell, true);
        out.at += 8;
        return;
      case "boolean":
        forms.variant(out, BOOL);
        out.bytes[out.at++] = cell ? 1 : 0;
        return;
    }
    if (cell === null || cell === undefined) return forms.variant(out, NULL);
    if (!(cell instanceof Uint8Array)) return this.#compound(cell, index, depth);
    this.#values += VALUE_COSTS.Bytes;
    forms.variant(out, BYTES);
    this.#long(cell);
  }

  #compound(cell: NullValue | TaggedCell | Value[] | Map<string, Value>, index: number, depth: number): void {
    const out = this.#out, forms = this.#forms;
    if (Array.isArray(cell)) {
      this.#enter(index, depth, VALUE_COSTS.Array + cell.length);
      forms.variant(out, ARRAY);
      forms.count(out, cell.length);
      for (const element of cell) this.#cell(element, index, depth + 1);
      return;
    }
    if (cell instanceof Map) {
      this.#enter(index, depth, VALUE_COSTS.Document + cell.size);
      forms.variant(out, DOCUMENT);
      forms.count(out, cell.size);
      for (const [key, member] of cell) {
        this.#text(key, index);
        this.#cell(member, index, depth + 1);
      }
      return;
    }
    if (cell.type !== "Null") return this.#tagged(cell, index);
    forms.variant(out, NULL);
  }

  #tagged(cell: TaggedCell, index: number): void {
    const variant = TEXTS[cell.type];
    if (typeof variant !== "number" || typeof cell.value !== "string") {
      throw this.#refused(index, "it is no database value");
    }
    this.#forms.variant(this.#out, variant);
    this.#text(cell.value, index);
  }

  /** Before anything of it is written: a list that cannot be sent costs no time. */
  #enter(index: number, depth: number, values: number): void {
    const { maxDepth = DEFAULT_DEPTH } = this.#limits;
    if (depth >= maxDepth) throw this.#refused(index, `it is nested deeper than maxDepth ${maxDepth}`);
    this.#count(values);
  }

  #text(text: string, index: number): void {
    const out = this.#out, forms = this.#forms;
    if (text.length <= SHORT_TEXT && out.reserve(text.length + MAX_NUMBER_BYTES)) {
      const start = out.at;
      forms.count(out, text.length);
      if (this.#ascii(text)) return;
      out.at = start;
    }
    if (!text.isWellFormed()) throw this.#refused(index, "its text has a lone surrogate");
    if (text.length > this.#limits.maxFrameBytes) {
      throw this.#exceeded(`${text.length} bytes`, `maxFrameBytes ${this.#limits.maxFrameBytes}`);
    }
    this.#long(encoder.encode(text));
  }

  /** Writes a text of ASCII alone; false, with bytes that do not count, for any other. */
  #ascii(text: string): boolean {
    const { bytes, at } = this.#out, { length } = text;
    for (let i = 0; i < length; i++) {
      const unit = text.charCodeAt(i);
      if (unit > 0x7f) return false;
      bytes[at + i] = unit;
    }
    this.#out.at = at + length;
    return true;
  }

  #long(bytes: Uint8Array): void {
    if (bytes.length > this.#limits.maxFrameBytes) {
      throw this.#exceeded(`${bytes.length} bytes`, `maxFrameBytes ${this.#limits.maxFrameBytes}`);
    }
    this.#out.reserve(MAX_NUMBER_BYTES);
    this.#forms.count(this.#out, bytes.length);
    this.#out.write(bytes);
  }

  #exceeded(reached: string, limit: string): RowError {
    return new RowError(
      `Cannot send result: its first ${this.#rows} rows, of at least ${reached}, exceed ${limit}; ask for fewer rows or columns, for example with LIMIT`,
    );
  }

  #refused(index: number, reason: string): RowError {
    return new RowError(`Cannot send row ${this.#rows - 1}, column ${index + 1}: ${reason}`);
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
