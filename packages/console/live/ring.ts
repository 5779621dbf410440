/**
 * The last lines of a stream, for any number of pages that read at their own speed.
 *
 * @module
 */
import { type ErrorJson, FIRST_CREDIT } from "../api.ts";

/** How much a stream keeps, in characters of its lines. */
const MAX_CHARACTERS = 8 << 20;
/** How many lines a stream keeps: empty ones cost memory as well. */
const MAX_LINES = 262_144;

/** What a reader gets at once. */
export interface Batch {
  /** The lines, oldest first. */
  readonly lines: string[];
  /** How many lines before them are not kept any more. */
  readonly missed: number;
  /** The number of the line that comes next. */
  readonly next: number;
}

/** A bounded list of numbered lines. What writes into it never waits for a page. */
export class LineRing {
  readonly #maxCharacters: number;
  readonly #listeners = new Set<() => void>();
  #lines: string[] = [];
  #dropped = 0;
  #start = 0;
  #characters = 0;
  #end: { error: ErrorJson | null } | null = null;
  #taken: number | null = null;
  /** How many lines a page takes before it gives more credit. */
  readonly credit: number;

  /**
   * Begins with no lines.
   *
   * @param maxCharacters What is kept; older lines go.
   * @param credit How many lines a page takes before it gives more credit.
   */
  constructor(maxCharacters: number = MAX_CHARACTERS, credit: number = FIRST_CREDIT) {
    this.#maxCharacters = maxCharacters;
    this.credit = credit;
  }

  /** The number that the next line gets; the first line has 0. */
  get next(): number {
    return this.#start + this.#lines.length - this.#dropped;
  }

  /** How it has ended; null while it goes on. */
  get end(): { error: ErrorJson | null } | null {
    return this.#end;
  }

  /** How many bytes of a page's file were taken; null if none is expected. Its watchers are called at each change. */
  get taken(): number | null {
    return this.#taken;
  }

  set taken(bytes: number | null) {
    this.#taken = bytes;
    for (const listener of this.#listeners) listener();
  }

  /** Adds a line, without its newline. */
  push(line: string): void {
    if (this.#end !== null) return;
    this.#lines.push(line);
    this.#characters += line.length;
    while (this.#characters > this.#maxCharacters || this.#lines.length - this.#dropped > MAX_LINES) this.#drop();
    for (const listener of this.#listeners) listener();
  }

  /** Nothing more comes; an error says why. */
  finish(error: ErrorJson | null = null): void {
    this.#end ??= { error };
    for (const listener of this.#listeners) listener();
  }

  /** At most so many lines from a number on; a number beyond the next line is the next one's. */
  read(from: number, max: number): Batch {
    const first = Math.min(Math.max(from, this.#start), this.next), at = this.#dropped + first - this.#start;
    const lines = this.#lines.slice(at, at + max);
    return { lines, missed: Math.max(first - from, 0), next: first + lines.length };
  }

  /** Calls back at each line, and at the end, until it is disposed. */
  watch(listener: () => void): Disposable {
    this.#listeners.add(listener);
    return { [Symbol.dispose]: () => this.#listeners.delete(listener) };
  }

  #drop(): void {
    this.#characters -= this.#lines[this.#dropped]!.length;
    this.#lines[this.#dropped++] = "";
    this.#start++;
    if (this.#dropped < 1_024 || this.#dropped * 2 < this.#lines.length) return;
    this.#lines = this.#lines.slice(this.#dropped);
    this.#dropped = 0;
  }
}
