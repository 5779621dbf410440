/**
 * All rows of a source's frames, with the ones that a filter lets through.
 *
 * @module
 */
import type { Entry, FrameEntry } from "./recording_entry.ts";
import { detailOf } from "./detail.ts";
import { diffOf } from "./diff.ts";
import { parseFilter } from "./filter.ts";
import { type Line, type LineFile, sizeOf } from "./lines_kept.ts";
import { lineEntryOf } from "./line_entry.ts";
import type { Counts, DiffLeaf, FrameDetail, ListRow, Row, Strip } from "./messages.ts";
import { Pairs } from "./pairs.ts";
import { gapRow, rowOf } from "./row_of.ts";
import { RowsShown } from "./rows_shown.ts";
import { Seconds } from "./seconds.ts";

/** How many rows are kept, and how many characters of their lines. */
const MAX_ROWS = 200_000, MAX_CHARACTERS = 64 << 20;

interface Kept {
  row: Row;
  readonly line: Line;
}

/** The rows of one source. */
export class FrameTable {
  #maxRows = MAX_ROWS;
  #maxCharacters = MAX_CHARACTERS;
  #file: LineFile | null = null;
  #kept: Kept[] = [];
  #first = 1;
  #filterProblem: string | null = null;
  #damage: string | null = null;
  #characters = 0;
  #lines = 0;
  #errors = 0;
  #missed = 0;
  #dropped = 0;
  #newest = 0;
  #layout: string | null = null;
  #isMasked: boolean | null = null;
  #isRecording: boolean | null = null;
  readonly #shown = new RowsShown();
  readonly #pairs = new Pairs();
  readonly #seconds = new Seconds();
  /** Rows that stay when they are dropped. */
  #pins = new Map<number, Kept>();

  /** How much there is. */
  get counts(): Omit<Counts, "file"> {
    return {
      all: this.#kept.length,
      shown: this.#shown.count,
      places: this.#shown.list.length,
      errors: this.#errors,
      missed: this.#missed,
      dropped: this.#dropped,
      characters: this.#characters,
      layout: this.#layout,
      isMasked: this.#isMasked,
      filterProblem: this.#filterProblem,
      damage: this.#damage,
    };
  }

  /** Changes how much is kept. */
  keep(rows: number, characters: number): void {
    this.#maxRows = rows;
    this.#maxCharacters = characters;
  }

  /** Lines that come as places stand in this file. */
  readFrom(file: LineFile): void {
    this.#file = file;
  }

  /** Adds lines of a recording; the header is one of them. */
  add(lines: readonly string[], missed: number): void {
    if (missed > 0) this.#gap(missed);
    for (const line of lines) this.addLine(line, line);
    this.trim();
  }

  /** Adds one line, of which the place in a file may be kept; {@link trim} comes after many. */
  addLine(text: string, kept: Line): void {
    this.#lines++;
    if (this.#isRecording === false) return;
    const found = lineEntryOf(text), isHeader = found !== null && "header" in found;
    this.#isRecording ??= isHeader && found.header.problem === null;
    if (isHeader) this.#isMasked ??= found.header.isMasked;
    if (!this.#isRecording) {
      this.#damage = (isHeader ? found.header.problem : null) ??
        "This is no recording: its first line is not a header";
    } else if (found === null) this.#damage ??= `Line ${this.#lines} is no entry of a recording`;
    else if ("entry" in found) this.#keep(rowOf(found.entry, 0), kept, found.entry);
  }

  /** Shows the rows that a filter lets through; a wrong one changes nothing but the problem. */
  filter(text: string, isFolded: boolean = true): void {
    try {
      this.#shown.refilter(text, isFolded);
      this.#filterProblem = null;
    } catch (error) {
      this.#filterProblem = (error as Error).message;
      return;
    }
    for (const kept of this.#kept) this.#shown.add(kept.row, () => this.#messageOf(kept));
  }

  /** Rows of the list, by their places in it. */
  rows(from: number, count: number): ListRow[] {
    return this.#shown.list.slice(from, from + count).map((number) => {
      return this.#listed(this.#kept[number - this.#first]!);
    });
  }

  /** Where a row stands in the list, or the one that stands for it; null if it is not shown. */
  place(number: number): number | null {
    return this.#shown.place(number);
  }

  /** The place of the first row with an error from a place on, or of the last one up to it; otherwise null. */
  error(from: number, by: 1 | -1): number | null {
    const { list } = this.#shown;
    for (let at = from; at >= 0 && at < list.length; at += by) {
      if (this.#kept[list[at]! - this.#first]!.row.isError) return at;
    }
    return null;
  }

  /** The newest row with an error, also one that the filter hides; none without any. */
  lastError(): ListRow[] {
    const found = this.#kept.findLast(({ row }) => row.isError);
    return found === undefined ? [] : [this.#listed(found)];
  }

  /** The number of the first row that a filter lets through; otherwise null. */
  first(filter: string): number | null {
    const { fits } = parseFilter(filter);
    return this.#kept.find((kept) => fits(kept.row, () => this.#messageOf(kept)))?.row.number ?? null;
  }

  /** Keeps these rows although they are dropped, and no others. */
  pin(numbers: readonly number[]): void {
    const kept = numbers.map((number) => this.#at(number)).filter((one) => one !== undefined);
    this.#pins = new Map(kept.map((one) => [one.row.number, one]));
  }

  /** One frame, byte by byte; null if it is not kept. */
  frame(number: number): FrameDetail | null {
    const kept = this.#at(number);
    if (kept === undefined || kept.row.kind !== "frame") return null;
    const row = this.#listed(kept), question = row.from === "host" ? kept : this.#at(row.other ?? 0);
    const asked = question === undefined ? null : { number: question.row.number, entry: this.#entryOf(question) };
    return detailOf(row, this.#entryOf(kept), asked);
  }

  /** The leaves in which two frames differ; null if one is not kept, or was not read. */
  diff(before: number, after: number): DiffLeaf[] | null {
    const [first, second] = [this.#at(before), this.#at(after)];
    if (first?.row.kind !== "frame" || second?.row.kind !== "frame") return null;
    return diffOf(this.#entryOf(first), this.#entryOf(second));
  }

  /** Frames and errors over time. */
  strip(parts: number): Strip {
    return this.#seconds.strip(parts);
  }

  /** Drops the oldest rows beyond what is kept. */
  trim(): void {
    let drop = Math.max(0, this.#kept.length - this.#maxRows);
    for (let size = this.#characters; size > this.#maxCharacters && drop < this.#kept.length; drop++) {
      size -= sizeOf(this.#kept[drop]!.line);
    }
    if (drop === 0) return;
    for (const { line, row } of this.#kept.slice(0, drop)) {
      this.#characters -= sizeOf(line);
      this.#seconds.remove(row);
    }
    this.#kept = this.#kept.slice(drop);
    this.#first += drop;
    this.#dropped += drop;
    this.#shown.drop(this.#first);
    this.#pairs.forget(this.#first);
  }

  #gap(missed: number): void {
    this.#missed += missed;
    this.#lines += missed;
    // The header was among them.
    this.#isRecording ??= true;
    this.#keep(gapRow(missed, this.#newest), "", null);
  }

  #keep(found: Row, line: Line, entry: Entry | null): void {
    const row = this.#paired({ ...found, number: this.#first + this.#kept.length });
    this.#kept.push({ row, line });
    this.#characters += sizeOf(line);
    this.#newest = Math.max(this.#newest, row.ms);
    if (entry?.event === "frame") this.#layout = entry.layout ?? this.#layout;
    if (row.isError) this.#errors++;
    this.#seconds.add(row);
    this.#shown.add(row, () => entry?.event === "frame" ? entry.envelope : null);
  }

  /** Knows the question of an answer, and lets the question know its answer. */
  #paired(row: Row): Row {
    const question = this.#pairs.questionOf(row), kept = question === null ? undefined : this.#at(question);
    if (kept === undefined) return row;
    const before = kept.row;
    kept.row = { ...before, other: row.number };
    this.#shown.answered(before, kept.row, () => this.#messageOf(kept));
    return { ...row, other: question, wait: Math.max(0, row.ms - before.ms) };
  }

  #at(number: number): Kept | undefined {
    return this.#kept[number - this.#first] ?? this.#pins.get(number);
  }

  /** A row as it is shown: its question may have been dropped. */
  #listed({ row }: Kept): ListRow {
    const { kind, from, request, ms, number } = row, other = this.#at(row.other ?? 0) === undefined ? null : row.other;
    const isOpen = kind === "frame" && from === "host" && request !== null && row.other === null;
    const silence = isOpen ? Math.max(0, this.#newest - ms) : null;
    return { ...row, other, silence, ...this.#shown.fold(number) };
  }

  #entryOf({ line }: Kept): FrameEntry {
    return JSON.parse(typeof line === "string" ? line : this.#file!.text(line.at, line.length));
  }

  #messageOf(kept: Kept): unknown {
    return kept.row.kind === "frame" ? this.#entryOf(kept).envelope : null;
  }
}
