/**
 * Reads the tape that WebAssembly wrote into plain JavaScript. Knows no type: the shapes of objects are learned from
 * the instance, once each.
 *
 * @module
 */
import type { CodecInstance } from "./codec_instance.js";

/** The keys of an object, and the variant it is of. */
interface Shape {
  tag: string | undefined;
  keys: string[];
}

/** The eight words of a reply: status, pass, then address and length of words, text and bytes. */
export type Reply = Uint32Array;

// The byte order mark is text like any other.
const utf8 = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
const pair = new Uint32Array(2);
const asFloat = new Float64Array(pair.buffer);
const asSigned = new BigInt64Array(pair.buffer);
const asUnsigned = new BigUint64Array(pair.buffer);
const NO_BYTES = new Uint8Array(0);

/** Reads replies of one instance: shape numbers mean nothing to another. */
export class TapeReader {
  readonly #instance: CodecInstance;
  readonly #shapes: Shape[] = [];
  #words: Uint32Array = new Uint32Array(0);
  #word = 0;
  #text = "";
  #textAt = 0;
  #bytes = NO_BYTES;
  #bytesAt = 0;

  constructor(instance: CodecInstance) {
    this.#instance = instance;
  }

  /** The reply at an address. */
  reply(address: number): Reply {
    return new Uint32Array(this.#instance.memory.buffer, address >>> 0, 8);
  }

  /** Opens the tape of a reply; {@link read} then gives its values in order. */
  open(reply: Reply): void {
    const memory = this.#instance.memory.buffer;
    this.#words = new Uint32Array(memory, reply[2]!, reply[3]!);
    // One string for all texts of the frame; each text is a slice of it.
    this.#text = reply[5] === 0 ? "" : utf8.decode(new Uint8Array(memory, reply[4]!, reply[5]!));
    this.#bytes = reply[7] === 0 ? NO_BYTES : new Uint8Array(memory, reply[6]!, reply[7]!);
    this.#word = this.#textAt = this.#bytesAt = 0;
  }

  /** Lets go of the frame's text and memory. */
  close(): void {
    this.#text = "";
    this.#words = new Uint32Array(0);
    this.#bytes = NO_BYTES;
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
        const from = this.#bytesAt;
        return this.#bytes.slice(from, this.#bytesAt = from + argument);
      }
      case 7: {
        const list = new Array<unknown>(argument);
        for (let i = 0; i < argument; i++) list[i] = this.read();
        return list;
      }
      case 8: {
        const shape = this.#shapes[argument] ?? this.#learn(argument), { tag, keys } = shape;
        const object: Record<string, unknown> = tag === undefined ? {} : { type: tag };
        for (let i = 0; i < keys.length; i++) object[keys[i]!] = this.read();
        return object;
      }
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

  #take(): void {
    pair[0] = this.#words[this.#word++]!;
    pair[1] = this.#words[this.#word++]!;
  }

  /** Asks the instance for a shape. The open tape stays valid: a shape has a buffer of its own. */
  #learn(number: number): Shape {
    const reply = this.reply(this.#instance.shape(number));
    const text = utf8.decode(new Uint8Array(this.#instance.memory.buffer, reply[4]!, reply[5]!));
    const [tag, ...keys] = text.split(" ");
    const shape = { tag: tag === "" ? undefined : tag, keys: keys.filter((key) => key !== "") };
    this.#shapes[number] = shape;
    return shape;
  }
}
