/**
 * The last lines of a log, bounded in lines and characters.
 *
 * @module
 */

/** A line as it is kept. */
export interface KeptLine {
  /** Its number: the first line of a log is 0. */
  seq: number;
  /** When it was read. */
  time: Date;
  /** Where it was written. */
  stream: LogStream;
  /** Its text. */
  text: string;
}

/** Where a line comes from: the program's output, the host, or the program over its connection to the host. */
export type LogStream = "stdout" | "stderr" | "host" | "rpc";

/** How much is kept. */
export interface RingLimits {
  /** How many lines are kept. */
  maxLines: number;
  /** How many characters they have together. */
  maxCharacters: number;
}

/** Keeps the newest lines. */
export class LineRing {
  readonly #limits: RingLimits;
  #lines: KeptLine[] = [];
  /** The index of the oldest kept line; those before it are dropped. */
  #start = 0;
  #characters = 0;
  #nextSeq = 0;

  constructor(limits: RingLimits) {
    this.#limits = limits;
  }

  /** The number that the next line gets. */
  get nextSeq(): number {
    return this.#nextSeq;
  }

  /** Adds lines; older ones leave where the limits say so. */
  push(stream: LogStream, time: Date, texts: readonly string[]): void {
    const surplus = Math.max(0, texts.length - this.#limits.maxLines);
    this.#nextSeq += surplus;
    for (let i = surplus; i < texts.length; i++) {
      const text = texts[i]!;
      this.#lines.push({ seq: this.#nextSeq++, time, stream, text });
      this.#characters += text.length;
    }
    this.#forget();
  }

  /** The lines from a number on, oldest first. */
  from(seq: number): KeptLine[] {
    const first = this.#lines[this.#start]?.seq ?? this.#nextSeq;
    return this.#lines.slice(this.#start + Math.max(0, seq - first));
  }

  #forget(): void {
    const { maxLines, maxCharacters } = this.#limits;
    while (this.#lines.length - this.#start > maxLines || this.#characters > maxCharacters) {
      this.#characters -= this.#lines[this.#start++]!.text.length;
    }
    if (this.#start > maxLines) {
      this.#lines = this.#lines.slice(this.#start);
      this.#start = 0;
    }
  }
}
