/**
 * Writes plain JavaScript as the tape that WebAssembly reads: primitives, lists, and database values.
 *
 * @module
 */
import type { Bounds } from "./checked.ts";
import { byteLength, eachEntry, hasLostBytes, mapSize } from "./intrinsic.ts";
import { VALUE_COSTS, VALUE_VARIANTS } from "./schema.ts";
import { pair, TapeBuffer, type TapeRoom } from "./tape_buffer.ts";
import { LOST_BYTES, nameOf, TooLong, Unwritable, within } from "./unwritable.ts";

/** The tag of an absent value. */
export const NONE = 0;
/** The tag of a list; the argument is its length. */
export const LIST = 7;
/** The tag of a struct; the argument is its number of fields. */
export const OBJECT = 8;
/** The tag of a variant; the argument is its declared index. */
export const VARIANT = 9;
const BOOL = 1, NUMBER = 2, BIG = 3, FLOAT = 4, TEXT = 5, BYTES = 6, MAP = 10;

/** After this many elements of a list, the size of the rest is estimated from them. */
const SAMPLE = 256;

const asFloat = new Float64Array(pair.buffer);
const asSigned = new BigInt64Array(pair.buffer);

const I64_MIN = -(2n ** 63n), I64_MAX = 2n ** 63n - 1n;

/** The numbers of the Value variants that are text with a tag. */
const TAGGED = new Map<unknown, number>(
  ["Json", "Decimal", "DateTime", "Date", "Time", "ObjectId", "Unsupported"].map((
    name,
  ) => [name, VALUE_VARIANTS.indexOf(name as typeof VALUE_VARIANTS[number])]),
);

/** Writes one value. */
export type Write = (value: unknown) => void;

/** Writes tapes one after the other into the same room. */
export class TapeWriter extends TapeBuffer {
  #depth = 0;
  /** How many lists and maps are open. */
  #lists = 0;
  #values = 0;
  #maxDepth = 0;
  #maxValues = 0;

  /** Begins a new tape in a room: the same as before, or another. */
  reset(room: TapeRoom, { maxDepth, maxValues, maxBytes }: Bounds): void {
    this.begin(room, maxBytes);
    this.#values = this.#depth = this.#lists = 0;
    this.#maxDepth = maxDepth;
    this.#maxValues = maxValues;
  }

  /** A text. */
  string(value: unknown): void {
    if (typeof value !== "string") throw new Unwritable(`expected text, found ${nameOf(value)}`);
    const length = this.copyText(value);
    this.op(TEXT, length);
  }

  /** A byte string. */
  bytes(value: unknown): void {
    const length = byteLength(value);
    if (length === null) throw new Unwritable(`expected a Uint8Array, found ${nameOf(value)}`);
    if (length === 0 && hasLostBytes(value as Uint8Array)) throw new Unwritable(LOST_BYTES);
    this.copyBytes(value as Uint8Array, length);
    this.op(BYTES, length);
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
    this.two(FLOAT);
  }

  /** A number of 32 bits: it is rounded, but never becomes infinite. */
  single(value: unknown): void {
    if (typeof value === "number" && Number.isFinite(value) && !Number.isFinite(Math.fround(value))) {
      throw new Unwritable(`expected an f32, found ${value}`);
    }
    this.float(value);
  }

  /** A 64-bit integer, from a bigint or a safe number. */
  big(value: unknown, min: bigint, max: bigint): void {
    const big = typeof value === "number" && Number.isSafeInteger(value) ? BigInt(value) : value;
    if (typeof big !== "bigint") throw new Unwritable(`expected a bigint, found ${nameOf(value)}`);
    if (big < min || big > max) throw new Unwritable(`expected ${min} to ${max}, found ${String(big).slice(0, 40)}`);
    asSigned[0] = big;
    this.two(BIG);
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

  /** Takes so many elements from the limit on values. A proxy may give anything for the length of a list. */
  #charge(count: number): void {
    if (count >>> 0 !== count) throw new Unwritable("expected a length from 0 on, found another value");
    this.#values += count;
    if (this.#values > this.#maxValues) throw new Unwritable(`more values than the limit of ${this.#maxValues}`);
    const { maxBytes } = this;
    if (count > maxBytes) throw new TooLong(`length of at least ${count} exceeds maxFrameBytes ${maxBytes}`);
  }

  /** Refuses a list or map that its own getters have changed since its length was written. */
  #see(now: number, length: number): void {
    if (now !== length) throw new Unwritable(`expected ${length} elements, found others while they were written`);
  }

  /** The fields of a struct, which cost as much as elements if it is in a list: so does reading them. */
  fields(count: number): void {
    if (this.#lists > 0) this.#charge(count);
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
    this.#lists++;
    try {
      for (; i < length; i++) {
        if (i === SAMPLE) this.reserveRest(this.wordCount - words, this.textBytes - text, length / SAMPLE - 1);
        each(value[i]);
      }
    } catch (error) {
      throw within(error, `[${i}]`);
    }
    this.#lists--;
    this.#see(value.length, length);
  }

  /** A map with texts for keys. */
  map(value: unknown, each: Write): void {
    const size = mapSize(value);
    if (size === null) throw new Unwritable(`expected a Map, found ${nameOf(value)}`);
    this.#charge(size);
    this.op(MAP, size);
    let i = 0;
    this.#lists++;
    try {
      eachEntry(value as Map<unknown, unknown>, (key, entry) => {
        if (i === size) this.#see(i + 1, size);
        this.string(key);
        each(entry);
        i++;
      });
    } catch (error) {
      throw within(error, `[${i}]`);
    }
    this.#lists--;
    this.#see(i, size);
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
    // Arrays and maps come first: one may have a member `type` beside its elements.
    if (Array.isArray(value)) return this.#nested(value, this.list, VALUE_COSTS.Array);
    if (value instanceof Map) return this.#nested(value, this.map, VALUE_COSTS.Document);
    if (value instanceof Uint8Array) {
      this.#charge(VALUE_COSTS.Bytes);
      return this.bytes(value);
    }
    const tagged = value as { type?: unknown; value?: unknown };
    const { type } = tagged;
    const variant = TAGGED.get(type);
    if (variant !== undefined) {
      this.op(VARIANT, variant);
      return this.string(tagged.value);
    }
    if (type === VALUE_VARIANTS[0]) return this.op(VARIANT, 0);
    throw new Unwritable(`expected a database value, found ${nameOf(value)}`);
  };

  #nested(value: unknown, write: (value: unknown, each: Write) => void, cost: number): void {
    this.enter();
    this.#charge(cost);
    write.call(this, value, this.value);
    this.leave();
  }

  /** A row: the one hot loop, with the common cells written in place. */
  readonly row: Write = (row) => {
    if (!Array.isArray(row)) throw new Unwritable(`expected a row as a list, found ${nameOf(row)}`);
    const length = row.length;
    this.#charge(length);
    this.reserve(3 * length + 1);
    let words = this.words, at = this.word;
    words[at++] = LIST | length << 4;
    let i = 0;
    try {
      for (; i < length; i++) {
        const cell = row[i];
        switch (typeof cell) {
          case "string": {
            const bytes = this.copyText(cell);
            // Writing the text may have grown the memory, so the words may have moved.
            words = this.words;
            words[at++] = TEXT | bytes << 4;
            continue;
          }
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
        this.word = at;
        this.value(cell);
        this.reserve(3 * (length - i));
        words = this.words;
        at = this.word;
      }
    } catch (error) {
      throw within(error, `[${i}]`);
    }
    this.word = at;
    this.#see(row.length, length);
  };
}
