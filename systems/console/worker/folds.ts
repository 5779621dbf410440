/**
 * Pings that follow each other, each with its answer, as one row of the list.
 *
 * @module
 */
import type { Row } from "./messages.ts";

/** A row that stands for several. */
export interface Fold {
  /** How many pings with their answers it stands for. */
  readonly times: number;
  /** The number of its last row. */
  readonly last: number;
}

/** Pings of one connection without anything between them. */
interface Run {
  readonly head: number;
  readonly connection: number;
  times: number;
  last: number;
}

/** The rows of the list, of which some stand for several. */
export class Folds {
  /** The numbers of the rows of the list, ascending. */
  heads: number[] = [];
  readonly #folds = new Map<number, Fold>();
  #run: Run | null = null;
  #before: Row | null = null;
  #beforeThat: number | null = null;

  /** Adds the next row that the filter lets through. */
  add(row: Row): void {
    this.heads.push(row.number);
    const ping = this.#before, end = this.#beforeThat;
    this.#beforeThat = ping?.number ?? null;
    this.#before = row;
    if (ping === null || ping.what !== "Ping" || row.what !== "Pong" || row.other !== ping.number) return;
    const run = this.#run;
    if (run === null || run.last !== end || run.connection !== row.connection) {
      this.#run = { head: ping.number, connection: row.connection, times: 1, last: row.number };
      return;
    }
    // The first ping of a run has a row for its answer, until the second one comes.
    this.heads.length -= run.times === 1 ? 3 : 2;
    run.times++;
    run.last = row.number;
    this.#folds.set(run.head, { times: run.times, last: run.last });
  }

  /** What a row stands for. */
  of(head: number): Fold {
    return this.#folds.get(head) ?? { times: 1, last: head };
  }

  /** The place of the row that stands for a number, or would come before it; -1 before the first. */
  placeOf(number: number): number {
    let low = 0, high = this.heads.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.heads[middle]! <= number) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }

  /**
   * Drops the rows before a number.
   *
   * @param next The first row that is left and that the filter lets through: it stands for the rest of its fold.
   */
  drop(first: number, next: number | undefined): void {
    const at = this.placeOf(first - 1), head = this.heads[at];
    if (head === undefined) return;
    const { last } = this.of(head);
    for (const old of this.heads.slice(0, at + 1)) this.#folds.delete(old);
    this.heads = this.heads.slice(at + 1);
    if (last < first || next === undefined || next > last) return;
    this.heads.unshift(next);
    const fold = { times: Math.ceil((last - next + 1) / 2), last };
    this.#folds.set(next, fold);
    if (this.#run?.head === head) this.#run = { ...this.#run, head: next, ...fold };
  }
}
