/**
 * Where the rows and columns of a grid are.
 *
 * @module
 */
import type { HeadColumn } from "../../worker/results/messages.ts";

/** The height of a row, and of the head, in CSS pixels. */
export const ROW_HEIGHT = 24;
/** The blank beside the text of a cell. */
export const PADDING = 8;
/** The tallest element that browsers scroll exactly: more rows than it holds are scrolled in larger steps. */
const MAX_HEIGHT = 8_000_000;

/** What of a grid is in sight. */
export interface Sight {
  /** The first row, and how many. */
  readonly row: number;
  /** How many rows. */
  readonly rows: number;
  /** The first column. */
  readonly column: number;
  /** How many columns. */
  readonly columns: number;
  /** Where the first row begins below the head, in CSS pixels; not above 0. */
  readonly top: number;
}

/** The places of the rows and columns. */
export class Geometry {
  readonly #rows: number;
  /** Where each column begins, and the last one ends. */
  readonly starts: readonly number[];
  /** The width of the numbers of rows. */
  readonly numberWidth: number;

  /** @param characterWidth The width of a character, in CSS pixels. */
  constructor(columns: readonly HeadColumn[], rows: number, characterWidth: number) {
    this.#rows = rows;
    this.numberWidth = Math.ceil(String(rows).length * characterWidth) + 2 * PADDING;
    const starts = [0];
    for (const { characters } of columns) {
      starts.push(starts.at(-1)! + Math.ceil(characters * characterWidth) + 2 * PADDING);
    }
    this.starts = starts;
  }

  /** The size of what is scrolled, in CSS pixels. */
  get width(): number {
    return this.numberWidth + this.starts.at(-1)!;
  }

  /** The height of what is scrolled, the head included. */
  get height(): number {
    return Math.min(this.#whole, MAX_HEIGHT);
  }

  /** What is in sight of a view at a place of the scrollbars. */
  sight(scroll: { left: number; top: number }, view: { width: number; height: number }): Sight {
    const at = this.#offset(scroll.top, view.height), row = Math.floor(at / ROW_HEIGHT);
    const rows = Math.min(Math.ceil((view.height - ROW_HEIGHT) / ROW_HEIGHT) + 1, this.#rows - row);
    const column = this.columnAt(scroll.left), right = scroll.left + view.width - this.numberWidth;
    let end = column;
    while (end < this.starts.length - 1 && this.starts[end]! < right) end++;
    return { row, rows: Math.max(rows, 0), column, columns: end - column, top: row * ROW_HEIGHT - at };
  }

  /** The column that a place across is in; the last one beyond the end. */
  columnAt(x: number): number {
    let low = 0, high = Math.max(this.starts.length - 2, 0);
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.starts[middle]! <= x) low = middle;
      else high = middle - 1;
    }
    return low;
  }

  /** The scrollbar's place that shows a row; the same place if it is in sight already. */
  scrollTopFor(row: number, top: number, viewHeight: number): number {
    const at = this.#offset(top, viewHeight), start = row * ROW_HEIGHT, room = viewHeight - ROW_HEIGHT;
    if (start < at) return this.#place(start, viewHeight);
    return start + ROW_HEIGHT > at + room ? this.#place(start + ROW_HEIGHT - room, viewHeight) : top;
  }

  /** The scrollbar's place that shows a column. */
  scrollLeftFor(column: number, left: number, viewWidth: number): number {
    const start = this.starts[column]!, end = this.starts[column + 1]!, room = viewWidth - this.numberWidth;
    if (start < left || end - start > room) return start;
    return end > left + room ? end - room : left;
  }

  get #whole(): number {
    return (this.#rows + 1) * ROW_HEIGHT;
  }

  /** How far the rows are scrolled when the scrollbar is at a place. */
  #offset(top: number, viewHeight: number): number {
    const height = this.height;
    if (this.#whole <= height) return top;
    return Math.floor(top / (height - viewHeight) * (this.#whole - viewHeight));
  }

  #place(offset: number, viewHeight: number): number {
    const height = this.height;
    if (this.#whole <= height) return offset;
    return Math.ceil(offset * (height - viewHeight) / (this.#whole - viewHeight));
  }
}
