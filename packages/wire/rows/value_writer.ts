/**
 * Writes the values of rows, and keeps the limits of a result.
 *
 * @module
 */
import type { NullValue, TaggedValue, Value } from "../dto.ts";
import type { CodecName } from "../layout.ts";
import type { Limits } from "../limits.ts";
import { byteLength, eachEntry, hasLostBytes, mapSize } from "../intrinsic.ts";
import { VALUE_COSTS, VALUE_VARIANTS } from "../schema.ts";
import { LOST_BYTES } from "../unwritable.ts";
import { MAX_NUMBER_BYTES, type NumberForms, numberForms } from "./number_forms.ts";
import { RowBytes } from "./row_bytes.ts";
import { RowError } from "./row_error.ts";

/** The limits of a result; without `maxDepth`, lists and documents can be 64 deep. */
export type RowLimits = Pick<Limits, "maxFrameBytes" | "maxResponseValues"> & Partial<Pick<Limits, "maxDepth">>;

/** The kinds of values that are texts. */
export type TextKind = "Text" | TaggedValue["type"];

/** How deep cells are nested at the most without another limit. */
const DEFAULT_DEPTH = 64;

/** Texts up to this length are written here; the text encoder is faster for longer ones. */
const SHORT_TEXT = 64;

const NULL = VALUE_VARIANTS.indexOf("Null"), BOOL = VALUE_VARIANTS.indexOf("Bool"), INT = VALUE_VARIANTS.indexOf("Int");
const FLOAT = VALUE_VARIANTS.indexOf("Float"), TEXT = VALUE_VARIANTS.indexOf("Text");
const BYTES = VALUE_VARIANTS.indexOf("Bytes");
const ARRAY = VALUE_VARIANTS.indexOf("Array"), DOCUMENT = VALUE_VARIANTS.indexOf("Document");

/** The variants that are a text with a tag. */
const TAGGED: ReadonlyMap<string, number> = new Map(
  (["Json", "Decimal", "DateTime", "Date", "Time", "ObjectId", "Unsupported"] satisfies TaggedValue["type"][])
    .map((tag) => [tag, VALUE_VARIANTS.indexOf(tag)]),
);

/** Why a map is refused: its count is written already. */
const CHANGED = "it changes while it is written";

const encoder = new TextEncoder();

/** Writes values one after the other. */
export class ValueWriter {
  /** Where they go. */
  readonly out: RowBytes;
  /** The number of the row that is being written, from 1. */
  row = 0;
  readonly #forms: NumberForms;
  readonly #limits: RowLimits;
  #values = 0;

  constructor(codec: CodecName, limits: RowLimits, take: (chunk: Uint8Array) => void) {
    this.#forms = numberForms(codec);
    this.#limits = limits;
    this.out = new RowBytes(take);
  }

  /** Writes the count of a row's cells. */
  cells(count: number): void {
    this.#charge(count + 1);
    this.out.reserve(MAX_NUMBER_BYTES);
    this.#forms.count(this.out, count);
  }

  /** Writes a value; the index is that of its cell, for errors. */
  value(cell: Value, index: number, depth: number = 0): void {
    const out = this.out, forms = this.#forms;
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
    const length = byteLength(cell);
    if (length === null) return this.#compound(cell as Exclude<typeof cell, Uint8Array>, index, depth);
    if (length === 0 && hasLostBytes(cell as Uint8Array)) throw this.#refused(index, LOST_BYTES);
    this.#charge(VALUE_COSTS.Bytes);
    forms.variant(out, BYTES);
    this.#long(cell as Uint8Array, length);
  }

  /** Begins an Array whose elements follow. */
  list(elements: number): void {
    this.#charge(elements + VALUE_COSTS.Array);
    this.out.reserve(2 * MAX_NUMBER_BYTES);
    this.#forms.variant(this.out, ARRAY);
    this.#forms.count(this.out, elements);
  }

  /** Writes a text of some kind. */
  tagged(kind: TextKind, text: string, index: number): void {
    this.out.reserve(2 * MAX_NUMBER_BYTES);
    this.#forms.variant(this.out, TAGGED.get(kind) ?? TEXT);
    this.#text(text, index);
  }

  /** Writes a short text of ASCII alone; false, with nothing written, for any other. */
  shortAscii(kind: TextKind, bytes: Uint8Array, from: number, to: number): boolean {
    const length = to - from;
    if (length > SHORT_TEXT) return false;
    const out = this.out, forms = this.#forms;
    out.reserve(2 * MAX_NUMBER_BYTES + SHORT_TEXT);
    const start = out.at;
    forms.variant(out, kind === "Text" ? TEXT : TAGGED.get(kind)!);
    forms.count(out, length);
    const target = out.bytes, at = out.at - from;
    let all = 0;
    for (let i = from; i < to; i++) all |= target[at + i] = bytes[i]!;
    out.at = all > 0x7f ? start : out.at + length;
    return all <= 0x7f;
  }

  /** Checks the length of what is written. */
  checkLength(): void {
    const { maxFrameBytes } = this.#limits, { length } = this.out;
    if (length > maxFrameBytes) throw this.#exceeded(`${length} bytes`, `maxFrameBytes ${maxFrameBytes}`);
  }

  /** Counts values, before any of them is written: a list that cannot be sent costs no time. */
  #charge(values: number): void {
    const { maxResponseValues } = this.#limits;
    this.#values += values;
    if (this.#values <= maxResponseValues) return;
    throw this.#exceeded(`${this.#values} values`, `maxResponseValues ${maxResponseValues}`);
  }

  #compound(cell: NullValue | TaggedValue | Value[] | Map<string, Value>, index: number, depth: number): void {
    const out = this.out, forms = this.#forms;
    if (Array.isArray(cell)) {
      this.#enter(index, depth);
      const { length } = cell;
      this.list(length);
      for (let i = 0; i < length; i++) this.value(cell[i]!, index, depth + 1);
      return;
    }
    // Asking an object that is no map costs an exception: a tagged value is plain, and never asked.
    const size = Object.getPrototypeOf(cell) === Object.prototype ? null : mapSize(cell);
    if (size !== null) {
      this.#enter(index, depth);
      this.#charge(VALUE_COSTS.Document + size);
      forms.variant(out, DOCUMENT);
      forms.count(out, size);
      let left = size;
      eachEntry(cell as Map<unknown, unknown>, (key, member) => {
        if (left-- === 0) throw this.#refused(index, CHANGED);
        this.#text(key as string, index);
        this.value(member as Value, index, depth + 1);
      });
      if (left > 0) throw this.#refused(index, CHANGED);
      return;
    }
    const { type, value } = cell as TaggedValue, variant = TAGGED.get(type);
    if (variant !== undefined && typeof value === "string") {
      forms.variant(out, variant);
      return this.#text(value, index);
    }
    if ((type as string) !== "Null") throw this.#refused(index, "it is no database value");
    forms.variant(out, NULL);
  }

  #enter(index: number, depth: number): void {
    const { maxDepth = DEFAULT_DEPTH } = this.#limits;
    if (depth >= maxDepth) throw this.#refused(index, `it is nested deeper than maxDepth ${maxDepth}`);
  }

  #text(text: string, index: number): void {
    const out = this.out, forms = this.#forms;
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
    const bytes = encoder.encode(text);
    this.#long(bytes, bytes.length);
  }

  /** Writes a text of ASCII alone; false, with bytes that do not count, for any other. */
  #ascii(text: string): boolean {
    const { bytes, at } = this.out, { length } = text;
    for (let i = 0; i < length; i++) {
      const unit = text.charCodeAt(i);
      if (unit > 0x7f) return false;
      bytes[at + i] = unit;
    }
    this.out.at = at + length;
    return true;
  }

  /** Writes bytes; the length is what they have, whatever their class says. */
  #long(bytes: Uint8Array, length: number): void {
    if (length > this.#limits.maxFrameBytes) {
      throw this.#exceeded(`${length} bytes`, `maxFrameBytes ${this.#limits.maxFrameBytes}`);
    }
    this.out.reserve(MAX_NUMBER_BYTES);
    this.#forms.count(this.out, length);
    this.out.write(Object.getPrototypeOf(bytes) === Uint8Array.prototype ? bytes : copied(bytes, length));
  }

  #exceeded(reached: string, limit: string): RowError {
    return new RowError(
      `Cannot send result: its first ${this.row} rows, of at least ${reached}, exceed ${limit}; ask for fewer rows or columns, for example with LIMIT`,
    );
  }

  #refused(index: number, reason: string): RowError {
    return new RowError(`Cannot send row ${this.row - 1}, column ${index + 1}: ${reason}`);
  }
}

/** The same bytes without the members of a class. */
function copied(bytes: Uint8Array, length: number): Uint8Array {
  const copy = new Uint8Array(length);
  copy.set(bytes);
  return copy;
}
