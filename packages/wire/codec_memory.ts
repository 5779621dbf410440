/**
 * The memory of one WebAssembly instance as arrays. They are replaced only when the memory has grown, as every view
 * costs an allocation.
 *
 * @module
 */
import type { CodecInstance } from "./codec_instance.js";

/** Arrays shorter than this are copied by a loop: a view and a call would cost more. */
const SHORT_ARRAY = 64;

/** Arrays shorter than this may share a buffer: separate buffers would cost more than the copying. */
const SHARED_ARRAY = 512;

/** The size of a shared buffer: small, because one remaining array keeps the whole buffer in memory. */
const POOL_BYTES = 8_192;

/** The memory that an instance shares with its caller. Addresses come from the instance. */
export class CodecMemory {
  readonly #memory: CodecInstance["memory"];
  #pool: Uint8Array<ArrayBuffer> = new Uint8Array(0);
  #poolAt = 0;
  #words: Uint32Array<ArrayBuffer> = new Uint32Array(0);
  #bytes: Uint8Array<ArrayBuffer> = new Uint8Array(0);

  constructor(memory: CodecInstance["memory"]) {
    this.#memory = memory;
  }

  /** The whole memory as words, valid until the next call of the instance. */
  get words(): Uint32Array<ArrayBuffer> {
    this.#refresh();
    return this.#words;
  }

  /** The whole memory as bytes, valid until the next call of the instance. */
  get bytes(): Uint8Array<ArrayBuffer> {
    this.#refresh();
    return this.#bytes;
  }

  /** Its length in bytes. */
  get length(): number {
    return this.bytes.length;
  }

  /** Copies bytes to an address. Their length is given: what a caller's array says of itself may be wrong. */
  putBytes(address: number, source: Uint8Array, length: number): void {
    const { bytes } = this, at = address >>> 0;
    if (length >= SHORT_ARRAY) return bytes.set(source, at);
    for (let i = 0; i < length; i++) bytes[at + i] = source[i]!;
  }

  /** The bytes at an address, copied into their own buffer. */
  copyBytes(address: number, length: number): Uint8Array<ArrayBuffer> {
    const { bytes } = this;
    return length < SHORT_ARRAY ? fill(new Uint8Array(length), bytes, address) : bytes.slice(address, address + length);
  }

  /** The bytes at an address, copied; short arrays share a buffer. */
  shareBytes(address: number, length: number): Uint8Array<ArrayBuffer> {
    return length < SHARED_ARRAY ? fill(this.#room(length), this.bytes, address) : this.copyBytes(address, length);
  }

  /** Room for a short array. Separate buffers for short arrays would cost the garbage collector too much. */
  #room(length: number): Uint8Array<ArrayBuffer> {
    if (this.#poolAt + length > this.#pool.length) {
      this.#pool = new Uint8Array(POOL_BYTES);
      this.#poolAt = 0;
    }
    return this.#pool.subarray(this.#poolAt, this.#poolAt += length);
  }

  /**
   * Detects growth by the old array's length, which is then 0: reading the memory's buffer would cost ten times as
   * much.
   */
  #refresh(): void {
    if (this.#bytes.length > 0) return;
    const { buffer } = this.#memory;
    this.#words = new Uint32Array(buffer);
    this.#bytes = new Uint8Array(buffer);
  }
}

function fill(target: Uint8Array<ArrayBuffer>, source: Uint8Array, from: number): Uint8Array<ArrayBuffer> {
  const { length } = target;
  if (length >= SHORT_ARRAY) target.set(source.subarray(from, from + length));
  else for (let i = 0; i < length; i++) target[i] = source[from + i]!;
  return target;
}
