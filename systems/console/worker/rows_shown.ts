/**
 * The rows that the filter lets through, and the list that is made of them.
 *
 * @module
 */
import { type Filter, parseFilter } from "./filter.ts";
import { type Fold, Folds } from "./folds.ts";
import type { Row } from "./messages.ts";

/** What the list shows. */
export class RowsShown {
  #filter: Filter = parseFilter("");
  #isFolded = true;
  /** The numbers of the rows that the filter lets through, ascending. */
  #numbers: number[] = [];
  #folds = new Folds();

  /** How many rows the filter lets through. */
  get count(): number {
    return this.#numbers.length;
  }

  /** The numbers of the rows of the list, of which some stand for several. */
  get list(): readonly number[] {
    return this.#folding === null ? this.#numbers : this.#folding.heads;
  }

  /**
   * Takes another filter, and forgets all rows: they are added again.
   *
   * @throws {RangeError} If the filter is wrong; nothing is changed then.
   */
  refilter(text: string, isFolded: boolean): void {
    this.#filter = parseFilter(text);
    this.#isFolded = isFolded;
    this.#numbers = [];
    this.#folds = new Folds();
  }

  /** Adds a row that comes after all others, if the filter lets it through. */
  add(row: Row, message: () => unknown): void {
    if (!this.#filter.fits(row, message)) return;
    this.#numbers.push(row.number);
    this.#folds.add(row);
  }

  /** A question has got its answer, so that the filter may show it, or no more. */
  answered(before: Row, now: Row, message: () => unknown): void {
    if (!this.#filter.isUnanswered) return;
    const wasShown = this.#filter.fits(before, message), isShown = this.#filter.fits(now, message);
    const at = this.#atOrAfter(now.number);
    if (wasShown && !isShown) this.#numbers.splice(at, 1);
    if (isShown && !wasShown) this.#numbers.splice(at, 0, now.number);
  }

  /** What a row of the list stands for. */
  fold(number: number): Fold {
    return this.#folding?.of(number) ?? { times: 1, last: number };
  }

  /** The place of a row in the list, or of the one that stands for it; null if it is not shown. */
  place(number: number): number | null {
    if (this.#numbers[this.#atOrAfter(number)] !== number) return null;
    return this.#folding === null ? this.#atOrAfter(number) : this.#folding.placeOf(number);
  }

  /** Drops the rows before a number. */
  drop(first: number): void {
    this.#numbers = this.#numbers.slice(this.#atOrAfter(first));
    this.#folds.drop(first, this.#numbers[0]);
  }

  /** Rows that can go are not folded. */
  get #folding(): Folds | null {
    return this.#isFolded && !this.#filter.isUnanswered ? this.#folds : null;
  }

  #atOrAfter(number: number): number {
    let low = 0, high = this.#numbers.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#numbers[middle]! < number) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}
