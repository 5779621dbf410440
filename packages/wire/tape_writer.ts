/**
 * Writes plain JavaScript as the tape that WebAssembly reads: primitives, lists, and database values.
 *
 * @module
 */
import { VALUE_VARIANTS } from "./schema.ts";
import { nameOf, Unwritable, within } from "./unwritable.ts";

/** The tag of what is absent. */
export const NONE = 0;
/** The tag of a list; the argument is its length. */
export const LIST = 7;
/** The tag of a struct; the argument is its number of fields. */
export const OBJECT = 8;
/** The tag of a variant; the argument is its declared index. */
export const VARIANT = 9;
const BOOL = 1, NUMBER = 2, BIG = 3, FLOAT = 4, TEXT = 5, BYTES = 6, MAP = 10;

/** Texts shorter than this are copied by a loop; for longer ones the encoder's call pays. */
const SHORT_TEXT = 64;

const pair = new Uint32Array(2);
const asFloat = new Float64Array(pair.buffer);
const asSigned = new BigInt64Array(pair.buffer);
const utf8 = new TextEncoder();

const I64_MIN = -(2n ** 63n), I64_MAX = 2n ** 63n - 1n;

/** The numbers of the Value variants that are text with a tag. */
const TAGGED = new Map<unknown, number>(
  ["Json", "Decimal", "DateTime", "Date", "Time", "ObjectId", "Unsupported"].map((
    name,
  ) => [name, VALUE_VARIANTS.indexOf(name as typeof VALUE_VARIANTS[number])]),
);

/** Writes one value. */
export type Write = (value: unknown) => void;

/** Writes one tape after the other into buffers that are kept. */
export class TapeWriter {
  #words = new Uint32Array(1024);
  #word = 0;
  #text = new Uint8Array(4096);
  #textAt = 0;
  #units = 0;
  #blobs: Uint8Array[] = [];
  #blobBytes = 0;
  #depth = 0;
  #values = 0;
  #maxDepth = 0;
  #maxValues = 0;

  /** Begins a new tape. */
  reset(limits: { maxDepth: number; maxValues: number }): void {
    this.#word =
      this.#textAt =
      this.#units =
      this.#blobBytes =
      this.#values =
      this.#depth =
        0;
    if (this.#blobs.length > 0) this.#blobs = [];
    this.#maxDepth = limits.maxDepth;
    this.#maxValues = limits.maxValues;
  }

  /** The words written, and behind {@link wordCount} those of other tapes. */
  get words(): Uint32Array {
    return this.#words;
  }

  /** How many words were written. */
  get wordCount(): number {
    return this.#word;
  }

  /** The texts written, UTF-8, and behind {@link textBytes} those of other tapes. */
  get text(): Uint8Array {
    return this.#text;
  }

  /** The length of the texts in bytes. */
  get textBytes(): number {
    return this.#textAt;
  }

  /** The length of the texts in UTF-16 units. */
  get units(): number {
    return this.#units;
  }

  /** The byte strings written, in order. */
  get blobs(): readonly Uint8Array[] {
    return this.#blobs;
  }

  /** The length of all byte strings. */
  get blobBytes(): number {
    return this.#blobBytes;
  }

  #reserve(words: number): void {
    if (this.#word + words <= this.#words.length) return;
    const grown = new Uint32Array(Math.max(this.#words.length * 2, this.#word + words));
    grown.set(this.#words.subarray(0, this.#word));
    this.#words = grown;
  }

  /** One word. */
  op(tag: number, argument: number): void {
    this.#reserve(1);
    this.#words[this.#word++] = tag | argument << 4;
  }

  #two(tag: number): void {
    this.#reserve(3);
    this.#words[this.#word++] = tag;
    this.#words[this.#word++] = pair[0]!;
    this.#words[this.#word++] = pair[1]!;
  }

  /** A text. */
  string(value: unknown): void {
    if (typeof value !== "string") throw new Unwritable(`expected text, found ${nameOf(value)}`);
    this.#copyText(value);
    this.op(TEXT, value.length);
  }

  /** Appends a text to the blob. */
  #copyText(value: string): void {
    const length = value.length, from = this.#textAt;
    this.#units += length;
    if (from + length * 3 > this.#text.length) {
      const grown = new Uint8Array(Math.max(this.#text.length * 2, from + length * 3));
      grown.set(this.#text.subarray(0, from));
      this.#text = grown;
    }
    if (length < SHORT_TEXT) {
      const text = this.#text;
      let i = 0;
      for (; i < length; i++) {
        const unit = value.charCodeAt(i);
        if (unit > 127) break;
        text[from + i] = unit;
      }
      if (i === length) {
        this.#textAt = from + length;
        return;
      }
    }
    if (!value.isWellFormed()) throw new Unwritable("expected text, found a lone surrogate");
    this.#textAt = from + utf8.encodeInto(value, this.#text.subarray(from)).written;
  }

  /** A byte string. */
  bytes(value: unknown): void {
    if (!(value instanceof Uint8Array)) throw new Unwritable(`expected a Uint8Array, found ${nameOf(value)}`);
    this.op(BYTES, value.length);
    this.#blobs.push(value);
    this.#blobBytes += value.length;
  }

  /** A number that may be integral. */
  integer(value: unknown): void {
    if (typeof value !== "number") throw new Unwritable(`expected a number, found ${nameOf(value)}`);
    if (value >= 0 && value < 0x1000_0000 && Number.isInteger(value) && !Object.is(value, -0)) this.op(NUMBER, value);
    else this.float(value);
  }

  /** A number. */
  float(value: unknown): void {
    if (typeof value !== "number") throw new Unwritable(`expected a number, found ${nameOf(value)}`);
    asFloat[0] = value;
    this.#two(FLOAT);
  }

  /** A 64-bit integer, from a bigint or a safe number. */
  big(value: unknown, min: bigint, max: bigint): void {
    const big = typeof value === "number" && Number.isSafeInteger(value) ? BigInt(value) : value;
    if (typeof big !== "bigint") throw new Unwritable(`expected a bigint, found ${nameOf(value)}`);
    if (big < min || big > max) throw new Unwritable(`expected ${min} to ${max}, found ${big}`);
    asSigned[0] = big;
    this.#two(BIG);
  }

  /** A boolean. */
  bool(value: unknown): void {
    if (typeof value !== "boolean") throw new Unwritable(`expected a boolean, found ${nameOf(value)}`);
    this.op(BOOL, value ? 1 : 0);
  }

  /** One level back. */
  leave(): void {
    this.#depth--;
  }

  #charge(count: number): void {
    this.#values += count;
    if (this.#values > this.#maxValues) throw new Unwritable(`more values than the limit of ${this.#maxValues}`);
  }

  /** One level deeper. */
  enter(): void {
    if (++this.#depth > this.#maxDepth) throw new Unwritable(`nested deeper than maxDepth ${this.#maxDepth}`);
  }

  /** A list. */
  list(value: unknown, each: Write): void {
    if (!Array.isArray(value)) throw new Unwritable(`expected a list, found ${nameOf(value)}`);
    const length = value.length;
    this.#charge(length);
    this.op(LIST, length);
    let i = 0;
    try {
      for (; i < length; i++) each(value[i]);
    } catch (error) {
      throw within(error, `[${i}]`);
    }
  }

  /** A map with texts for keys. */
  map(value: unknown, each: Write): void {
    if (!(value instanceof Map)) throw new Unwritable(`expected a Map, found ${nameOf(value)}`);
    this.#charge(value.size);
    this.op(MAP, value.size);
    let i = 0;
    try {
      for (const [key, entry] of value) {
        this.string(key);
        each(entry);
        i++;
      }
    } catch (error) {
      throw within(error, `[${i}]`);
    }
  }

  /** A database value. */
  readonly value: Write = (value) => {
    switch (typeof value) {
      case "string":
        return this.string(value);
      case "number":
        return this.float(value);
      case "bigint":
        return this.big(value, I64_MIN, I64_MAX);
      case "boolean":
        return this.bool(value);
    }
    if (value === null || value === undefined) return this.op(NONE, 0);
    if (value instanceof Uint8Array) return this.bytes(value);
    if (Array.isArray(value) || value instanceof Map) {
      this.enter();
      if (value instanceof Map) this.map(value, this.value);
      else this.list(value, this.value);
      return this.leave();
    }
    const tagged = value as { type?: unknown; value?: unknown };
    const variant = TAGGED.get(tagged.type);
    if (variant === undefined) throw new Unwritable(`expected a database value, found ${nameOf(value)}`);
    this.op(VARIANT, variant);
    this.string(tagged.value);
  };

  /** A row: the one hot loop, with the common cells written in place. */
  readonly row: Write = (row) => {
    if (!Array.isArray(row)) throw new Unwritable(`expected a row as a list, found ${nameOf(row)}`);
    const length = row.length;
    this.#charge(length);
    this.#reserve(3 * length + 1);
    let words = this.#words, at = this.#word;
    words[at++] = LIST | length << 4;
    let i = 0;
    try {
      for (; i < length; i++) {
        const cell = row[i];
        switch (typeof cell) {
          case "string":
            this.#copyText(cell);
            words[at++] = TEXT | cell.length << 4;
            continue;
          case "number":
            asFloat[0] = cell;
            words[at] = FLOAT;
            words[at + 1] = pair[0]!;
            words[at + 2] = pair[1]!;
            at += 3;
            continue;
          case "boolean":
            words[at++] = BOOL | (cell ? 16 : 0);
            continue;
        }
        if (cell === null) {
          words[at++] = NONE;
          continue;
        }
        this.#word = at;
        this.value(cell);
        this.#reserve(3 * (length - i));
        words = this.#words;
        at = this.#word;
      }
    } catch (error) {
      throw within(error, `[${i}]`);
    }
    this.#word = at;
  };
}
