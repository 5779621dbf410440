/**
 * The dynamic table of RFC 7541: first in, first out, bounded in bytes.
 *
 * @module
 */
import { type Field, fieldBytes } from "./field.ts";

/** Recent header fields; the newest has the smallest index. */
export class DynamicTable {
  /** A ring: the newest entry is at `#newest`, older ones follow towards smaller places. */
  #ring: (Field | null)[] = new Array(32).fill(null);
  #newest = 0;
  #count = 0;
  #bytes = 0;
  #maxBytes: number;
  #version = 0;

  /** An empty table of at most that many bytes. */
  constructor(maxBytes: number) {
    this.#maxBytes = maxBytes;
  }

  /** The most bytes. */
  get maxBytes(): number {
    return this.#maxBytes;
  }

  /** Changes with each entry that comes or goes: what was encoded for the same version has the same bytes. */
  get version(): number {
    return this.#version;
  }

  /** The entry at an index from 0, the newest; null beyond the oldest. */
  at(index: number): Field | null {
    if (index >= this.#count) return null;
    return this.#ring[(this.#newest - index) & (this.#ring.length - 1)]!;
  }

  /** The index of an entry that is equal, or -1. */
  indexOf(field: Field): number {
    for (let index = 0; index < this.#count; index++) {
      const entry = this.at(index)!;
      if (entry.name === field.name && entry.value === field.value) return index;
    }
    return -1;
  }

  /** Adds an entry and drops the oldest as needed; one that is larger than the table empties it. */
  add(field: Field): void {
    const bytes = fieldBytes(field);
    this.#version++;
    this.#evict(this.#maxBytes - bytes);
    if (bytes > this.#maxBytes) return;
    if (this.#count === this.#ring.length) this.#grow();
    this.#newest = (this.#newest + 1) & (this.#ring.length - 1);
    this.#ring[this.#newest] = field;
    this.#count++;
    this.#bytes += bytes;
  }

  /** Sets another size. */
  resize(maxBytes: number): void {
    this.#version++;
    this.#maxBytes = maxBytes;
    this.#evict(maxBytes);
  }

  #evict(bytes: number): void {
    while (this.#count > 0 && this.#bytes > bytes) {
      const oldest = (this.#newest - this.#count + 1) & (this.#ring.length - 1);
      this.#bytes -= fieldBytes(this.#ring[oldest]!);
      this.#ring[oldest] = null;
      this.#count--;
    }
  }

  #grow(): void {
    const ring: (Field | null)[] = new Array(this.#ring.length * 2).fill(null);
    for (let index = 0; index < this.#count; index++) ring[this.#count - 1 - index] = this.at(index);
    this.#newest = this.#count - 1;
    this.#ring = ring;
  }
}
