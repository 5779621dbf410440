/** Which message of a stream has which entry, as far as messages were read. */
import type { Seq } from "../../event/event.ts";

/** How many messages are remembered; with more, every second one is forgotten. */
const MAX_MARKS = 8_192;

/** Where a message begins. */
export interface Mark {
  /** The place of its first entry. */
  readonly first: Seq;
  /** Its own number in the stream. */
  readonly message: number;
}

/** Marks in the order of both numbers. */
export class Places {
  #marks: Mark[] = [{ first: 1, message: 1 }];

  /** Notes where a message begins. */
  note(mark: Mark): void {
    const at = this.#after(mark.first);
    if (this.#marks[at - 1]?.first === mark.first) return;
    this.#marks.splice(at, 0, mark);
    if (this.#marks.length > MAX_MARKS) this.#marks = this.#marks.filter((_, index) => index % 2 === 0);
  }

  /** The last mark at or before an entry, and the first one behind it. */
  around(seq: Seq): { readonly before: Mark; readonly after: Mark | null } {
    const at = this.#after(seq);
    return { before: this.#marks[at - 1]!, after: this.#marks[at] ?? null };
  }

  /** How many marks there are before one behind an entry. */
  #after(seq: Seq): number {
    let low = 0, high = this.#marks.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#marks[middle]!.first <= seq) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
