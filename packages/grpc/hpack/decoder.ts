/**
 * Header blocks to fields (RFC 7541, 3).
 *
 * @module
 */
import { DynamicTable } from "./dynamic_table.ts";
import { type Field, fieldBytes } from "./field.ts";
import { hpackError } from "./hpack_error.ts";
import { decodeHuffman } from "./huffman.ts";
import { STATIC_COUNT, STATIC_TABLE } from "./static_table.ts";

/** The table size that holds before SETTINGS say otherwise, which ours never do. */
const TABLE_BYTES = 4_096;
/** A length or index beyond this is no longer read: no block is that long. */
const MAX_INTEGER = 1 << 24;
/** Texts up to this length are made in one call. */
const SHORT_BYTES = 256;

/** Reads the header blocks of one connection, in their order. */
export class HpackDecoder {
  readonly #table = new DynamicTable(TABLE_BYTES);
  #source: Uint8Array = new Uint8Array(0);
  #position = 0;
  #end = 0;

  /**
   * Reads one whole block.
   *
   * @param maxListBytes Fields beyond this size are read, for the table's sake, and dropped.
   * @returns null if the list is larger than that.
   * @throws {HpackError} The connection must end with COMPRESSION_ERROR.
   */
  decode(source: Uint8Array, start: number, end: number, maxListBytes: number): Field[] | null {
    this.#source = source;
    this.#position = start;
    this.#end = end;
    const fields: Field[] = [];
    let bytes = 0;
    while (this.#position < end) {
      const first = source[this.#position]!;
      if (first >= 0x20 && first < 0x40) {
        if (fields.length > 0) throw hpackError(this.#position, "table size changes after a field");
        this.#resize();
        continue;
      }
      const field = first >= 0x80 ? this.#indexed(this.#integer(7)) : this.#literal(first);
      bytes += fieldBytes(field);
      if (bytes <= maxListBytes || fields.length === 0) fields.push(field);
    }
    return bytes > maxListBytes ? null : fields;
  }

  #literal(first: number): Field {
    const isAdded = first >= 0x40;
    const index = this.#integer(isAdded ? 6 : 4);
    const name = index === 0 ? this.#string() : this.#indexed(index).name;
    const field: Field = { name, value: this.#string() };
    if (isAdded) this.#table.add(field);
    return field;
  }

  #resize(): void {
    const at = this.#position;
    const bytes = this.#integer(5);
    if (bytes > TABLE_BYTES) throw hpackError(at, `table size ${bytes} exceeds ${TABLE_BYTES}`);
    this.#table.resize(bytes);
  }

  #indexed(index: number): Field {
    const field = index === 0
      ? null
      : index <= STATIC_COUNT
      ? STATIC_TABLE[index - 1]!
      : this.#table.at(index - STATIC_COUNT - 1);
    if (field === null) throw hpackError(this.#position, `no field has index ${index}`);
    return field;
  }

  #integer(prefixBits: number): number {
    const limit = (1 << prefixBits) - 1;
    let value = this.#byte() & limit;
    if (value < limit) return value;
    for (let shift = 0;; shift += 7) {
      const byte = this.#byte();
      value += (byte & 127) * 2 ** shift;
      if (value > MAX_INTEGER || shift > 28) throw hpackError(this.#position, `integer exceeds ${MAX_INTEGER}`);
      if (byte < 128) return value;
    }
  }

  #byte(): number {
    if (this.#position >= this.#end) throw hpackError(this.#position, "it ends within a field");
    return this.#source[this.#position++]!;
  }

  #string(): string {
    const at = this.#position;
    const isHuffman = at < this.#end && this.#source[at]! >= 0x80;
    const length = this.#integer(7);
    const start = this.#position;
    const end = start + length;
    if (end > this.#end) throw hpackError(at, `a string of ${length} bytes is longer than the block`);
    this.#position = end;
    if (!isHuffman) return latin1(this.#source, start, end);
    const text = decodeHuffman(this.#source, start, end);
    if (text === null) throw hpackError(at, "a string has invalid Huffman code");
    return text;
  }
}

/** Bytes as characters 0 to 255. */
function latin1(source: Uint8Array, start: number, end: number): string {
  if (end - start <= SHORT_BYTES) return String.fromCharCode(...source.subarray(start, end));
  let text = "";
  for (let at = start; at < end; at += SHORT_BYTES) {
    text += String.fromCharCode(...source.subarray(at, Math.min(end, at + SHORT_BYTES)));
  }
  return text;
}
