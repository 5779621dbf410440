/**
 * One stream as one page reads it: no more lines than the page has given credit for.
 *
 * @module
 */
import type { Down } from "../api.ts";
import type { LineRing } from "./ring.ts";

/** The most lines of one message. */
const MAX_LINES = 1_000;
/** The most credit that a page can give. */
const MAX_CREDIT = 1_000_000;

/** A page's place in a stream. */
export class Subscription implements Disposable {
  readonly #id: number;
  readonly #ring: LineRing;
  readonly #watching: Disposable;
  #next: number;
  #credit: number;
  #taken: number | null = null;
  #isOver = false;

  /**
   * @param from The number of the first line that the page wants.
   * @param wake Called when there may be something to {@link take}.
   */
  constructor(id: number, ring: LineRing, from: number, wake: () => void) {
    this.#id = id;
    this.#ring = ring;
    this.#next = Math.min(from, ring.next);
    this.#credit = ring.credit;
    this.#watching = ring.watch(wake);
  }

  /** Lets the page have more lines. */
  give(rows: number): void {
    this.#credit = Math.min(this.#credit + rows, MAX_CREDIT);
  }

  /** The next message for the page; null if there is nothing to say, or no credit. */
  take(): Down | null {
    if (this.#isOver) return null;
    if (this.#taken !== this.#ring.taken) {
      const taken = this.#taken = this.#ring.taken!;
      return { id: this.#id, taken };
    }
    const max = Math.min(this.#credit, MAX_LINES);
    const { lines, missed, next } = this.#ring.read(this.#next, max);
    if (lines.length > 0) {
      this.#next = next;
      this.#credit -= lines.length;
      return { id: this.#id, lines, missed };
    }
    if (this.#ring.end === null || this.#next < this.#ring.next) return null;
    this.#isOver = true;
    return { id: this.#id, end: this.#ring.end.error };
  }

  /** Reads no more. */
  [Symbol.dispose](): void {
    this.#isOver = true;
    this.#watching[Symbol.dispose]();
  }
}
