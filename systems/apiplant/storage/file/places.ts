/** Where events stand in a segment. */
import type { Seq } from "../../event/event.ts";

/** The least distance of two places that are kept, in bytes. */
const DISTANCE = 64 * 1024;
/** The most page ends that are kept beside them. */
const MAX_ENDS = 16;

/** The offsets of some lines of a segment, so that a read starts near its event. */
export class Places {
  readonly #seqs: Seq[] = [];
  readonly #offsets: number[] = [];
  /** Where readers that go on will start, by the place of their next event. */
  readonly #ends = new Map<Seq, number>();

  /** Keeps the place of a line whose first event is at `seq`, if it is far enough behind the last one kept. */
  add(seq: Seq, offset: number): void {
    if (this.#offsets.length > 0 && offset < this.#offsets.at(-1)! + DISTANCE) return;
    this.#seqs.push(seq);
    this.#offsets.push(offset);
  }

  /** Keeps the place where a page ended. */
  addEnd(seq: Seq, offset: number): void {
    this.#ends.delete(seq);
    this.#ends.set(seq, offset);
    if (this.#ends.size > MAX_ENDS) this.#ends.delete(this.#ends.keys().next().value!);
  }

  /** A line at or before the event at `seq`, as near as is known; `null` before the first one kept. */
  near(seq: Seq): { seq: Seq; offset: number } | null {
    const end = this.#ends.get(seq);
    if (end !== undefined) return { seq, offset: end };
    let low = 0, high = this.#seqs.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (this.#seqs[middle]! <= seq) low = middle + 1;
      else high = middle;
    }
    return low === 0 ? null : { seq: this.#seqs[low - 1]!, offset: this.#offsets[low - 1]! };
  }
}
