/**
 * Fields to header blocks (RFC 7541, 6), with the blocks of repeated fields kept.
 *
 * @module
 */
import { DynamicTable } from "./dynamic_table.ts";
import { type Field, fieldBytes } from "./field.ts";
import { encodeHuffman, huffmanBytes } from "./huffman.ts";
import { STATIC_COUNT, STATIC_NAMES, STATIC_TABLE } from "./static_table.ts";

/** The most bytes of the peer's table that are used, even if it offers more. */
const MAX_TABLE_BYTES = 4_096;
/** Fields that proxies must not put into a table either: a table would let a guess be compared with them. */
const NEVER_INDEXED: ReadonlySet<string> = new Set(["authorization", "cookie", "proxy-authorization", "set-cookie"]);
/** The most bytes that an integer takes here. */
const INTEGER_BYTES = 6;

/** Fields that are sent again and again, and their block as long as the table has not changed. */
export class HeaderTemplate {
  /** The block, valid for one encoder at one version of its table. */
  block: Uint8Array = new Uint8Array(0);
  /** That encoder. */
  encoder: HpackEncoder | null = null;
  /** That version. */
  version = -1;

  /** A template of these fields, in this order. */
  constructor(readonly fields: readonly Field[]) {}
}

/** Writes the header blocks of one connection, in their order. */
export class HpackEncoder {
  readonly #table = new DynamicTable(MAX_TABLE_BYTES);
  #resized: number | null = null;
  #block = new Uint8Array(1_024);
  #length = 0;

  /** Keeps to the peer's SETTINGS_HEADER_TABLE_SIZE; the next block announces a smaller table. */
  limitTable(bytes: number): void {
    const size = Math.min(bytes, MAX_TABLE_BYTES);
    if (size === this.#table.maxBytes) return;
    this.#table.resize(size);
    this.#resized = this.#resized === null ? size : Math.min(this.#resized, size);
  }

  /**
   * Writes one block: the template's fields, which go into the table, and others, which do not.
   *
   * @returns The block, valid until the next call.
   */
  encode(template: HeaderTemplate, others: readonly Field[] | null): Uint8Array {
    const isKnown = template.encoder === this && template.version === this.#table.version && this.#resized === null;
    if (isKnown && (others === null || others.length === 0)) return template.block;
    this.#length = 0;
    if (isKnown) this.#append(template.block);
    else this.#encodeTemplate(template);
    if (others !== null) {
      for (const field of others) this.#literal(field, NEVER_INDEXED.has(field.name) ? 0x10 : 0, 4);
    }
    return this.#block.subarray(0, this.#length);
  }

  #encodeTemplate(template: HeaderTemplate): void {
    this.#announceSize();
    const { version } = this.#table;
    const start = this.#length;
    for (const field of template.fields) this.#field(field);
    template.encoder = this.#table.version === version ? this : null;
    template.version = version;
    if (template.encoder !== null) template.block = this.#block.slice(start, this.#length);
  }

  /** A table that was made smaller and then larger again is announced twice (RFC 7541, 4.2). */
  #announceSize(): void {
    if (this.#resized === null) return;
    this.#integer(0x20, 5, this.#resized);
    if (this.#table.maxBytes !== this.#resized) this.#integer(0x20, 5, this.#table.maxBytes);
    this.#resized = null;
  }

  #field(field: Field): void {
    if (NEVER_INDEXED.has(field.name)) return this.#literal(field, 0x10, 4);
    const index = indexOf(field, this.#table);
    if (index > 0) return this.#integer(0x80, 7, index);
    // A large entry would drive out all others, each time anew.
    if (fieldBytes(field) > this.#table.maxBytes / 4) return this.#literal(field, 0, 4);
    this.#literal(field, 0x40, 6);
    this.#table.add(field);
  }

  #literal(field: Field, form: number, prefixBits: number): void {
    const index = STATIC_NAMES.get(field.name) ?? 0;
    this.#integer(form, prefixBits, index);
    if (index === 0) this.#string(field.name);
    this.#string(field.value);
  }

  #string(text: string): void {
    const short = huffmanBytes(text);
    this.#reserve(INTEGER_BYTES + text.length);
    if (short < text.length) {
      this.#integer(0x80, 7, short);
      this.#length = encodeHuffman(text, this.#block, this.#length);
      return;
    }
    this.#integer(0, 7, text.length);
    for (let at = 0; at < text.length; at++) this.#block[this.#length++] = text.charCodeAt(at);
  }

  #integer(form: number, prefixBits: number, value: number): void {
    this.#reserve(INTEGER_BYTES);
    const limit = (1 << prefixBits) - 1;
    if (value < limit) {
      this.#block[this.#length++] = form | value;
      return;
    }
    this.#block[this.#length++] = form | limit;
    let rest = value - limit;
    for (; rest >= 128; rest >>>= 7) this.#block[this.#length++] = (rest & 127) | 128;
    this.#block[this.#length++] = rest;
  }

  #append(bytes: Uint8Array): void {
    this.#reserve(bytes.length);
    this.#block.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  #reserve(bytes: number): void {
    if (this.#length + bytes <= this.#block.length) return;
    const larger = new Uint8Array(2 * (this.#length + bytes));
    larger.set(this.#block.subarray(0, this.#length));
    this.#block = larger;
  }
}

function indexOf(field: Field, table: DynamicTable): number {
  const first = STATIC_NAMES.get(field.name);
  if (first !== undefined) {
    for (let index = first; STATIC_TABLE[index - 1]?.name === field.name; index++) {
      if (STATIC_TABLE[index - 1]!.value === field.value) return index;
    }
  }
  const at = table.indexOf(field);
  return at < 0 ? -1 : STATIC_COUNT + 1 + at;
}
