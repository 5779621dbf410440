/**
 * Parses commands from the text of the query editor, by the rules of `redis-cli`.
 *
 * @module
 */
import { DriverError } from "@fluxwire/sdk";
import { GrowingBytes } from "./growing_bytes.ts";

/** The letters after a backslash in double quotes that stand for a byte. */
const ESCAPES: Readonly<Record<string, number>> = { n: 10, r: 13, t: 9, b: 8, a: 7 };

/** How many steps are made before other work gets its turn. */
const STEPS_A_TURN = 50_000;

/**
 * The commands of a text, one a line: arguments apart by spaces, `"..."` with `\n`, `\xFF` and the like, `'...'` with
 * `\'`, also inside an argument. Quotes may hold line ends; a line that begins with `#` is a comment; a `;` at the end
 * of a line is dropped. Takes time in proportion to the text, and lets other work run in between.
 *
 * @throws {DriverError} `InvalidRequest` for a quote that is not closed or not followed by a space; the message names
 *   its line.
 */
export async function parseCommands(text: string): Promise<Uint8Array[][]> {
  const steps = new CommandReader(text).read();
  for (let step = steps.next();; step = steps.next()) {
    if (step.done) return step.value;
    await new Promise((resolve) => setTimeout(resolve, 0));
  }
}

/** Reads the commands; yields when other work should get its turn. */
class CommandReader {
  readonly #text: string;
  /** The arguments: a buffer for each of a million takes most of the time. */
  readonly #bytes = new GrowingBytes();
  #at = 0;
  #steps = 0;

  constructor(text: string) {
    this.#text = text;
  }

  *read(): Generator<void, Uint8Array[][]> {
    const commands: Uint8Array[][] = [];
    let command: Uint8Array[] = [];
    const end = () => {
      if (command.length > 0) commands.push(command);
      command = [];
    };
    while (this.#at < this.#text.length) {
      if (this.#isTurnOver()) yield;
      if (this.#skip(/[^\S\n]+/y)) continue;
      if (this.#skip(/;?[^\S\n]*(?:\n|$)/y) || (command.length === 0 && this.#skip(/#.*/y))) end();
      else command.push(yield* this.#argument());
    }
    end();
    return commands;
  }

  #isTurnOver(): boolean {
    return ++this.#steps % STEPS_A_TURN === 0;
  }

  /** Skips the match of a sticky pattern at the current place. */
  #skip(pattern: RegExp): boolean {
    pattern.lastIndex = this.#at;
    const length = pattern.exec(this.#text)?.[0].length ?? 0;
    this.#at += length;
    return length > 0;
  }

  /** Skips the match of a pattern, and adds it to an argument. */
  #take(pattern: RegExp): boolean {
    const start = this.#at;
    if (!this.#skip(pattern)) return false;
    this.#bytes.addText(this.#text.slice(start, this.#at));
    return true;
  }

  /** An argument: plain text up to a blank, and at most one quoted part, which ends it. */
  *#argument(): Generator<void, Uint8Array> {
    while (this.#take(/[^\s;"']+/y) || this.#take(/;(?![^\S\n]*(?:\n|$))/y)) {
      if (this.#isTurnOver()) yield;
    }
    const quote = this.#text[this.#at];
    if (quote === '"' || quote === "'") yield* this.#quoted(quote);
    return this.#bytes.taken();
  }

  *#quoted(quote: '"' | "'"): Generator<void, void> {
    const start = this.#at++;
    const plain = quote === '"' ? /[^"\\]+/y : /[^'\\]+/y;
    for (;;) {
      if (this.#isTurnOver()) yield;
      this.#take(plain);
      if (this.#at >= this.#text.length) throw this.#problem(start, "is not closed");
      if (this.#text[this.#at++] === quote) break;
      this.#escaped(quote);
    }
    if (/[^\s;]/.test(this.#text[this.#at] ?? " ")) throw this.#problem(start, "has no space after it");
  }

  /** What stands behind a backslash. */
  #escaped(quote: string): void {
    const char = this.#text[this.#at] ?? "", bytes = this.#bytes;
    if (quote === "'") {
      if (char !== "'") return bytes.addByte(0x5c);
      this.#at++;
      return bytes.addByte(0x27);
    }
    const start = this.#at;
    if (this.#skip(/x[0-9a-f]{2}/iy)) return bytes.addByte(parseInt(this.#text.slice(start + 1, start + 3), 16));
    if (char === "") return;
    const point = String.fromCodePoint(this.#text.codePointAt(this.#at)!);
    this.#at += point.length;
    if (Object.hasOwn(ESCAPES, char)) bytes.addByte(ESCAPES[char]!);
    else bytes.addText(point);
  }

  #problem(start: number, problem: string): DriverError {
    const line = this.#text.slice(0, start).split("\n").length;
    return new DriverError("InvalidRequest", `Cannot read command: the quote on line ${line} ${problem}`);
  }
}
