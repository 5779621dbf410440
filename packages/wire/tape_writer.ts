/**
 * Writes plain JavaScript as the tape that WebAssembly reads: primitives, lists, and database values.
 *
 * @module
 */
import type { CodecMemory } from "./codec_memory.ts";
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

/** Texts shorter than this, without characters of three bytes, are written by a loop; else the encoder's call pays. */
const SHORT_TEXT = 64;

/** After so many elements of a list, the rest is taken to be like them. */
const SAMPLE = 256;

/** The least room, for messages without rows. */
const MIN_WORDS = 1_024, MIN_TEXT = 4_096;

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

/** Where a tape is written: into the memory of the instance that will read it. */
export interface TapeRoom {
  /** The memory, seen anew where it has grown. */
  readonly memory: CodecMemory;
  /** The address of room for so many words, in which the words written so far stand. */
  words(length: number): number;
  /** The address of room for so many bytes of text, in which the text written so far stands. */
  text(length: number): number;
}

/** Writes one tape after the other into the same room. */
export class TapeWriter {
  #room: TapeRoom | null = null;
  /** All of the memory. The words stand from their start to their end, the next one is written at `#word`. */
  #words: Uint32Array = new Uint32Array(0);
  #wordStart = 0;
  #word = 0;
  #wordEnd = 0;
  /** All of the memory again, likewise. */
  #text: Uint8Array = new Uint8Array(0);
  #textStart = 0;
  #textAt = 0;
  #textEnd = 0;
  #blobs: Uint8Array[] = [];
  #blobBytes = 0;
  #depth = 0;
  #values = 0;
  #maxDepth = 0;
  #maxValues = 0;

  /** Begins a new tape in a room: the same as before, or another. */
  reset(room: TapeRoom, limits: { maxDepth: number; maxValues: number }): void {
    if (room !== this.#room) {
      this.#room = room;
      this.#wordStart =
        this.#wordEnd =
        this.#textStart =
        this.#textEnd =
          0;
    }
    this.#word = this.#wordStart;
    this.#textAt = this.#textStart;
    this.#look(room);
    this.#blobBytes = this.#values = this.#depth = 0;
    if (this.#blobs.length > 0) this.#blobs = [];
    this.#maxDepth = limits.maxDepth;
    this.#maxValues = limits.maxValues;
  }

  /** Lets go of the room. */
  leaveRoom(): void {
    this.#room = null;
    this.#words = new Uint32Array(0);
    this.#text = new Uint8Array(0);
  }

  /** How many words were written. */
  get wordCount(): number {
    return this.#word - this.#wordStart;
  }

  /** The length of the texts in bytes. */
  get textBytes(): number {
    return this.#textAt - this.#textStart;
  }

  /** The byte strings written, in order. */
  get blobs(): readonly Uint8Array[] {
    return this.#blobs;
  }

  /** The length of all byte strings. */
  get blobBytes(): number {
    return this.#blobBytes;
  }

  #look({ memory }: TapeRoom): void {
    this.#words = memory.words;
    this.#text = memory.bytes;
  }

  #reserve(words: number): void {
    if (this.#word + words > this.#wordEnd) this.#growWords(words);
  }

  /** Room for so many words and bytes of text, so many times: what grows by doubling leaves memory unused behind it. */
  #reserveRest(words: number, bytes: number, times: number): void {
    this.#reserve(Math.ceil(words * times * 1.05));
    const rest = Math.ceil(bytes * times * 1.05);
    if (this.#textAt + rest > this.#textEnd) this.#growText(rest);
  }

  #growWords(words: number): void {
    const room = this.#room!, count = this.wordCount;
    const length = Math.max(MIN_WORDS, count + Math.max(count, words));
    this.#wordStart = room.words(length) >>> 2;
    this.#word = this.#wordStart + count;
    this.#wordEnd = this.#wordStart + length;
    this.#look(room);
  }

  #growText(bytes: number): void {
    const room = this.#room!, count = this.textBytes;
    const length = Math.max(MIN_TEXT, count + Math.max(count, bytes));
    this.#textStart = room.text(length) >>> 0;
    this.#textAt = this.#textStart + count;
    this.#textEnd = this.#textStart + length;
    this.#look(room);
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
    const length = this.#copyText(value);
    this.op(TEXT, length);
  }

  /** Appends a text to the blob; gives its length there. */
  #copyText(value: string): number {
    const length = value.length;
    if (this.#textAt + length * 3 > this.#textEnd) this.#growText(length * 3);
    const from = this.#textAt;
    if (length < SHORT_TEXT) {
      const text = this.#text;
      let i = 0;
      for (; i < length; i++) {
        const unit = value.charCodeAt(i);
        if (unit > 0x7f) break;
        text[from + i] = unit;
      }
      // The same again with what takes two bytes: one loop for both is slower where all is ASCII.
      let at = from + i;
      for (; i < length; i++) {
        const unit = value.charCodeAt(i);
        if (unit > 0x7ff) break;
        if (unit > 0x7f) {
          text[at++] = 0xc0 | unit >> 6;
          text[at++] = 0x80 | unit & 0x3f;
        } else text[at++] = unit;
      }
      if (i === length) {
        this.#textAt = at;
        return at - from;
      }
    }
    if (!value.isWellFormed()) throw new Unwritable("expected text, found a lone surrogate");
    const { written } = utf8.encodeInto(value, this.#text.subarray(from));
    this.#textAt = from + written;
    return written;
  }

  /** A byte string. */
  bytes(value: unknown): void {
    if (!(value instanceof Uint8Array)) throw new Unwritable(`expected a Uint8Array, found ${nameOf(value)}`);
    this.op(BYTES, value.length);
    this.#blobs.push(value);
    this.#blobBytes += value.length;
  }

  /** An integer from 0 to a largest one, named for the error. */
  integer(value: unknown, max: number, name: string): void {
    if (typeof value !== "number") throw new Unwritable(`expected a number, found ${nameOf(value)}`);
    if (!(value >= 0 && value <= max && Number.isInteger(value))) {
      throw new Unwritable(`expected ${name}, found ${value}`);
    }
    if (value < 0x1000_0000) this.op(NUMBER, value);
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
    const words = this.wordCount, text = this.textBytes;
    let i = 0;
    try {
      for (; i < length; i++) {
        if (i === SAMPLE) this.#reserveRest(this.wordCount - words, this.textBytes - text, length / SAMPLE - 1);
        each(value[i]);
      }
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
    const tagged = value as { type?: unknown; value?: unknown };
    if (tagged.type === "Null") return this.op(VARIANT, 0);
    const variant = TAGGED.get(tagged.type);
    if (variant !== undefined) {
      this.op(VARIANT, variant);
      return this.string(tagged.value);
    }
    if (tagged.type === VALUE_VARIANTS[0]) return this.op(VARIANT, 0);
    if (value instanceof Uint8Array) return this.bytes(value);
    if (Array.isArray(value) || value instanceof Map) {
      this.enter();
      if (value instanceof Map) this.map(value, this.value);
      else this.list(value, this.value);
      return this.leave();
    }
    throw new Unwritable(`expected a database value, found ${nameOf(value)}`);
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
            words[at++] = TEXT | this.#copyText(cell) << 4;
            // The text may have made the memory grow.
            words = this.#words;
            continue;
          case "number":
            asFloat[0] = cell;
            words[at] = FLOAT;
            words[at + 1] = pair[0]!;
            words[at + 2] = pair[1]!;
            at += 3;
            continue;
          case "bigint":
            if (BigInt.asIntN(64, cell) !== cell) break;
            asSigned[0] = cell;
            words[at] = BIG;
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
