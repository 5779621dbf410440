/**
 * All rows of a source's frames, with the ones that a filter lets through.
 *
 * @module
 */
import { type Entry, isEntry, RECORDING_FORMAT } from "./recording_entry.ts";
import { type Fits, parseFilter } from "./filter.ts";
import { detailOf } from "./detail.ts";
import type { Counts, FrameDetail, Row } from "./messages.ts";
import { rowOf } from "./row_of.ts";

/** How many rows are kept, and how many characters of their lines. */
const MAX_ROWS = 200_000, MAX_CHARACTERS = 256 << 20;

interface Kept {
  row: Row;
  readonly line: string;
}

/** The rows of one source. */
export class FrameTable {
  #kept: Kept[] = [];
  #first = 1;
  #shown: number[] = [];
  #fits: Fits = () => true;
  #filterProblem: string | null = null;
  #damage: string | null = null;
  #characters = 0;
  #lines = 0;
  #errors = 0;
  #missed = 0;
  #dropped = 0;
  /** The numbers of questions that have no answer yet, by connection and request. */
  readonly #waiting = new Map<string, number>();
  #isRecording: boolean | null = null;

  /** How much there is. */
  get counts(): Counts {
    return {
      all: this.#kept.length,
      shown: this.#shown.length,
      errors: this.#errors,
      missed: this.#missed,
      dropped: this.#dropped,
      filterProblem: this.#filterProblem,
      damage: this.#damage,
    };
  }

  /** Adds lines of a recording; the header is one of them. */
  add(lines: readonly string[], missed: number): void {
    if (missed > 0) this.#gap(missed);
    for (const line of lines) this.#line(line);
    this.#trim();
  }

  /** Shows the rows that a filter lets through; a wrong one changes nothing but the problem. */
  filter(text: string): void {
    try {
      this.#fits = parseFilter(text);
      this.#filterProblem = null;
    } catch (error) {
      this.#filterProblem = (error as Error).message;
      return;
    }
    this.#shown = this.#kept.filter(({ row }) => this.#fits(row)).map(({ row }) => row.number);
  }

  /** Rows of the filtered list, by their places in it. */
  rows(from: number, count: number): Row[] {
    return this.#shown.slice(from, from + count).map((number) => this.#rowOf(this.#kept[number - this.#first]!));
  }

  /** Where a row stands in the filtered list; null if it is not shown. */
  place(number: number): number | null {
    const at = this.#placeOf(number);
    return this.#shown[at] === number ? at : null;
  }

  /** The place of the first row with an error from a place on, or of the last one up to it; otherwise null. */
  error(from: number, by: 1 | -1): number | null {
    for (let at = from; at >= 0 && at < this.#shown.length; at += by) {
      if (this.#kept[this.#shown[at]! - this.#first]!.row.isError) return at;
    }
    return null;
  }

  /** One frame, byte by byte; null if it is not kept. */
  frame(number: number): FrameDetail | null {
    const kept = this.#kept[number - this.#first];
    if (kept === undefined || kept.row.kind !== "frame") return null;
    return detailOf(this.#rowOf(kept), JSON.parse(kept.line));
  }

  #gap(missed: number): void {
    this.#missed += missed;
    this.#lines += missed;
    // The header was among them.
    this.#isRecording ??= true;
    const ms = this.#kept.at(-1)?.row.ms ?? 0, what = `${missed.toLocaleString("en")} lines were not shown`;
    const note = "a recording has them";
    this.#keep({
      number: 0,
      kind: "gap",
      ms,
      connection: 0,
      from: null,
      what,
      request: null,
      note,
      bytes: 0,
      isError: false,
      other: null,
    }, "");
  }

  #line(line: string): void {
    this.#lines++;
    if (this.#isRecording === false) return;
    const entry = entryOf(line);
    this.#isRecording ??= entry === "header";
    if (!this.#isRecording) this.#damage = "This is no recording: its first line is not a header";
    else if (entry === null) this.#damage ??= `Line ${this.#lines} is no entry of a recording`;
    else if (entry !== "header") this.#keep(rowOf(entry, 0), line);
  }

  #keep(found: Row, line: string): void {
    const row = { ...found, number: this.#first + this.#kept.length };
    this.#kept.push({ row: this.#paired(row), line });
    this.#characters += line.length;
    if (row.isError) this.#errors++;
    if (this.#fits(row)) this.#shown.push(row.number);
  }

  /** Knows the question of an answer, and lets the question know its answer. */
  #paired(row: Row): Row {
    if (row.request === null) return row;
    const key = `${row.connection} ${row.request}`;
    if (row.from === "host") {
      this.#waiting.set(key, row.number);
      return row;
    }
    const other = this.#waiting.get(key) ?? null, kept = other === null ? undefined : this.#kept[other - this.#first];
    if (kept !== undefined) this.#answered(kept, row.number);
    if (row.what !== "AuditEvent") this.#waiting.delete(key);
    return { ...row, other: kept === undefined ? null : other };
  }

  /** Lets a question know its answer, which can change whether the filter shows it. */
  #answered(kept: Kept, other: number): void {
    const wasShown = this.#fits(kept.row);
    kept.row = { ...kept.row, other };
    const isShown = this.#fits(kept.row), at = this.#placeOf(kept.row.number);
    if (wasShown && !isShown) this.#shown.splice(at, 1);
    if (isShown && !wasShown) this.#shown.splice(at, 0, kept.row.number);
  }

  /** The first place in the filtered list whose row has at least this number. */
  #placeOf(number: number): number {
    let low = 0, high = this.#shown.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (this.#shown[middle]! < number) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  /** A row as it is shown: its question may have been dropped. */
  #rowOf({ row }: Kept): Row {
    return row.other !== null && row.other < this.#first ? { ...row, other: null } : row;
  }

  #trim(): void {
    let drop = Math.max(0, this.#kept.length - MAX_ROWS);
    for (let size = this.#characters; size > MAX_CHARACTERS && drop < this.#kept.length; drop++) {
      size -= this.#kept[drop]!.line.length;
    }
    if (drop === 0) return;
    for (const { line } of this.#kept.slice(0, drop)) this.#characters -= line.length;
    this.#kept = this.#kept.slice(drop);
    this.#first += drop;
    this.#dropped += drop;
    this.#shown = this.#shown.slice(this.#placeOf(this.#first));
    for (const [key, number] of this.#waiting) if (number < this.#first) this.#waiting.delete(key);
  }
}

function entryOf(line: string): Entry | "header" | null {
  let json: unknown;
  try {
    json = JSON.parse(line);
  } catch {
    return null;
  }
  if ((json as { format?: unknown } | null)?.format === RECORDING_FORMAT) return "header";
  return isEntry(json) ? json : null;
}
