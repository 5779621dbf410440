/**
 * Reads the tape that WebAssembly wrote into plain JavaScript. Knows no types: it gets the shape of each kind of object
 * from the instance once.
 *
 * @module
 */
import type { CodecInstance } from "./codec_instance.js";
import type { CodecMemory } from "./codec_memory.ts";
import { generatedFunction } from "./generated_function.ts";

/** The variant of an object, and a reader for its keys. */
interface Shape {
  tag: string | undefined;
  read(reader: TapeReader): unknown;
}

// The byte order mark is part of the text. The instance gives nothing but UTF-8, which it has checked: a decoder that
// checks again takes three times as long.
const utf8 = new TextDecoder("utf-8", { ignoreBOM: true });
const pair = new Uint32Array(2);
const asFloat = new Float64Array(pair.buffer);
const asSigned = new BigInt64Array(pair.buffer);
const asUnsigned = new BigUint64Array(pair.buffer);
const NO_WORDS = new Uint32Array(0);
const NO_BYTES = new Uint8Array(0);

/** Byte strings up to this length share buffers: one with a buffer of its own takes ten times as long to read. */
const SHORT_BYTES = 1_024;

/** The length of a shared buffer at most: small, because one remaining byte string keeps all of it in memory. */
const SHARED_BYTES = 16_384;

/** Reads replies of one instance; shape numbers are valid only for that instance. */
export class TapeReader {
  readonly #instance: CodecInstance;
  readonly #memory: CodecMemory;
  readonly #shapes: Shape[] = [];
  #words: Uint32Array = NO_WORDS;
  #word = 0;
  #text = "";
  #textAt = 0;
  #bytes: Uint8Array = NO_BYTES;
  #bytesAt = 0;
  #bytesEnd = 0;
  /** The shared buffer: a copy of a part of the open tape, and where that part begins. */
  #shared: Uint8Array | null = null;
  #sharedAt = 0;
  #pass = 0;

  constructor(instance: CodecInstance, memory: CodecMemory) {
    this.#instance = instance;
    this.#memory = memory;
  }

  /** The reading that gave the open tape. */
  get pass(): number {
    return this.#pass;
  }

  /**
   * Opens the tape of the reply at an address; {@link read} then returns its values in order. The reply's words:
   * status, pass, then address and length of words, text and bytes.
   *
   * @returns The status.
   */
  open(address: number): number {
    const words = this.#words = this.#memory.words;
    const reply = address >>> 2;
    this.#pass = words[reply + 1]!;
    this.#word = words[reply + 2]! >>> 2;
    // One string for all texts of the frame; each text is a slice of it.
    this.#text = this.#decodeText(words[reply + 4]!, words[reply + 5]!);
    this.#textAt = 0;
    this.#bytes = this.#memory.bytes;
    this.#bytesAt = words[reply + 6]!;
    this.#bytesEnd = this.#bytesAt + words[reply + 7]!;
    this.#shared = null;
    return words[reply]!;
  }

  /** Releases the frame's text and memory. */
  close(): void {
    this.#text = "";
    this.#words = NO_WORDS;
    this.#bytes = NO_BYTES;
    this.#shared = null;
  }

  /** All bytes of the open tape, copied into their own buffer. */
  takeBytes(): Uint8Array<ArrayBuffer> {
    return this.#memory.copyBytes(this.#bytesAt, this.#bytesEnd - this.#bytesAt);
  }

  /** The same, but short arrays share a buffer. */
  shareBytes(): Uint8Array<ArrayBuffer> {
    return this.#memory.shareBytes(this.#bytesAt, this.#bytesEnd - this.#bytesAt);
  }

  #decodeText(address: number, length: number): string {
    return length === 0 ? "" : utf8.decode(this.#memory.bytes.subarray(address, address + length));
  }

  /** The next value. */
  read(): unknown {
    const word = this.#words[this.#word++]!, argument = word >>> 4;
    switch (word & 15) {
      case 0:
        return null;
      case 1:
        return argument === 1;
      case 2:
        return argument;
      case 3:
        this.#take();
        return argument === 1 ? asUnsigned[0] : asSigned[0];
      case 4:
        this.#take();
        return asFloat[0];
      case 5: {
        const from = this.#textAt;
        return this.#text.substring(from, this.#textAt = from + argument);
      }
      case 6: {
        const from = this.#bytesAt, to = this.#bytesAt = from + argument;
        return argument > SHORT_BYTES ? this.#bytes.slice(from, to) : this.#shortBytes(from, to);
      }
      case 7: {
        const list = new Array<unknown>(argument);
        for (let i = 0; i < argument; i++) list[i] = this.read();
        return list;
      }
      case 8:
        return (this.#shapes[argument] ?? this.#learn(argument)).read(this);
      case 9:
        return (this.#shapes[argument] ?? this.#learn(argument)).tag;
      case 10: {
        const map = new Map<unknown, unknown>();
        for (let i = 0; i < argument; i++) map.set(this.read(), this.read());
        return map;
      }
    }
    throw new RangeError(`Cannot read tape: unknown tag ${word & 15}`);
  }

  /** A view of the shared buffer, which no other message has. */
  #shortBytes(from: number, to: number): Uint8Array {
    if (this.#shared === null || to - this.#sharedAt > this.#shared.length) {
      this.#shared = this.#bytes.slice(from, Math.min(from + SHARED_BYTES, this.#bytesEnd));
      this.#sharedAt = from;
    }
    return this.#shared.subarray(from - this.#sharedAt, to - this.#sharedAt);
  }

  #take(): void {
    pair[0] = this.#words[this.#word++]!;
    pair[1] = this.#words[this.#word++]!;
  }

  /** Gets a shape from the instance. The open tape stays in place: shapes have their own buffer. */
  #learn(number: number): Shape {
    const reply = this.#instance.shape(number) >>> 2;
    // The call may have grown the memory, which then has a new buffer.
    const words = this.#words = this.#memory.words;
    this.#bytes = this.#memory.bytes;
    const text = this.#decodeText(words[reply + 4]!, words[reply + 5]!);
    const [name, ...keys] = text.split(" ");
    const tag = name === "" ? undefined : name;
    return this.#shapes[number] = { tag, read: objectReader(tag, keys.filter((key) => key !== "")) };
  }
}

/**
 * Creates a reader for objects of a shape. V8 gives an object literal its final form at once, at a quarter of the cost
 * of adding keys; the keys are declared names, so they are safe in code. If code generation is forbidden, keys are
 * added.
 */
function objectReader(tag: string | undefined, keys: readonly string[]): Shape["read"] {
  const members = keys.map((key) => `${key}: reader.read()`);
  if (tag !== undefined) members.unshift(`type: ${JSON.stringify(tag)}`);
  const generated = generatedFunction(["reader"], `return { ${members.join(", ")} };`);
  return generated as Shape["read"] | null ?? ((reader) => {
    const object: Record<string, unknown> = tag === undefined ? {} : { type: tag };
    for (const key of keys) object[key] = reader.read();
    return object;
  });
}
