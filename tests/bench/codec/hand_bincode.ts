/**
 * Rows in hand-written bincode that supports nothing else: the limit of TypeScript without WebAssembly, tables, limits,
 * errors and layouts.
 *
 * @module
 */
import type { Value } from "../../../packages/wire/dto.ts";

const TAGGED = ["Json", "Decimal", "DateTime", "Date", "Time"];
const utf8 = new TextDecoder();
const latin1 = new TextDecoder("latin1");
const encoder = new TextEncoder();

/** Writes rows into a reused buffer. */
export class HandWriter {
  #bytes = new Uint8Array(1 << 22);
  #view = new DataView(this.#bytes.buffer);
  #at = 0;

  /** A copy of the rows' bytes. */
  write(rows: readonly Value[][]): Uint8Array {
    this.#at = 0;
    this.#count(rows.length);
    for (const row of rows) {
      this.#count(row.length);
      for (const cell of row) this.#cell(cell);
    }
    return this.#bytes.slice(0, this.#at);
  }

  #reserve(length: number): void {
    if (this.#at + length <= this.#bytes.length) return;
    const grown = new Uint8Array(Math.max(this.#bytes.length * 2, this.#at + length));
    grown.set(this.#bytes);
    this.#bytes = grown;
    this.#view = new DataView(grown.buffer);
  }

  #count(count: number): void {
    this.#reserve(8);
    this.#view.setUint32(this.#at, count, true);
    this.#view.setUint32(this.#at + 4, 0, true);
    this.#at += 8;
  }

  #tag(tag: number): void {
    this.#view.setUint32(this.#at, tag, true);
    this.#at += 4;
  }

  #cell(cell: Value): void {
    this.#reserve(12);
    if (cell === null) return this.#tag(0);
    if (typeof cell === "bigint") {
      this.#tag(2);
      this.#view.setBigInt64(this.#at, cell, true);
      this.#at += 8;
    } else if (typeof cell === "number") {
      this.#tag(3);
      this.#view.setFloat64(this.#at, cell, true);
      this.#at += 8;
    } else if (typeof cell === "string") {
      this.#tag(4);
      this.#text(cell);
    } else {
      const { type, value } = cell as { type: string; value: string };
      this.#tag(6 + TAGGED.indexOf(type));
      this.#text(value);
    }
  }

  #text(text: string): void {
    const length = text.length;
    this.#reserve(length * 3 + 8);
    const bytes = this.#bytes, from = this.#at + 8;
    let i = 0;
    for (; i < length; i++) {
      const unit = text.charCodeAt(i);
      if (unit > 127) break;
      bytes[from + i] = unit;
    }
    const written = i === length ? length : encoder.encodeInto(text, bytes.subarray(from)).written;
    this.#count(written);
    this.#at += written;
  }
}

/** Decodes rows. Decoding all bytes as one text, and slicing ASCII texts from it, is the fastest way known. */
export function readByHand(bytes: Uint8Array): Value[][] {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const all = latin1.decode(bytes);
  let at = 0;
  const count = (): number => {
    at += 8;
    return view.getUint32(at - 8, true);
  };
  const text = (): string => {
    const length = count(), from = at;
    at += length;
    for (let i = from; i < at; i++) if (bytes[i]! > 127) return utf8.decode(bytes.subarray(from, at));
    return all.substring(from, at);
  };
  const cell = (): Value => {
    const tag = view.getUint32(at, true);
    at += 4;
    switch (tag) {
      case 0:
        return null;
      case 2:
        at += 8;
        return view.getBigInt64(at - 8, true);
      case 3:
        at += 8;
        return view.getFloat64(at - 8, true);
      case 4:
        return text();
    }
    return { type: TAGGED[tag - 6], value: text() } as Value;
  };
  return Array.from({ length: count() }, () => {
    const row = new Array<Value>(count());
    for (let i = 0; i < row.length; i++) row[i] = cell();
    return row;
  });
}
