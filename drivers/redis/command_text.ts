/**
 * Parses commands from the text of the query editor, by the rules of `redis-cli`.
 *
 * @module
 */
import { DriverError } from "@fluxwire/sdk";

/** The letters after a backslash in double quotes that stand for a byte. */
const ESCAPES: Readonly<Record<string, number>> = { n: 10, r: 13, t: 9, b: 8, a: 7 };

const utf8 = new TextEncoder();

/**
 * The commands of a text, one a line: arguments apart by spaces, `"..."` with `\n`, `\xFF` and the like, `'...'` with
 * `\'`. Quotes may hold line ends; a line that begins with `#` is a comment; a `;` at the end of a line is dropped.
 *
 * @throws {DriverError} `InvalidRequest` for a quote that is not closed or not followed by a space; the message names
 *   its line.
 */
export function parseCommands(text: string): Uint8Array[][] {
  return new CommandReader(text).read();
}

class CommandReader {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  read(): Uint8Array[][] {
    const commands: Uint8Array[][] = [];
    let command: Uint8Array[] = [];
    const end = () => {
      if (command.length > 0) commands.push(command);
      command = [];
    };
    while (this.#at < this.#text.length) {
      if (this.#skip(/[^\S\n]+/y)) continue;
      if (this.#skip(/;?[^\S\n]*(?:\n|$)/y) || (command.length === 0 && this.#skip(/#.*/y))) end();
      else command.push(this.#argument());
    }
    end();
    return commands;
  }

  /** Skips the match of a sticky pattern at the current place. */
  #skip(pattern: RegExp): boolean {
    pattern.lastIndex = this.#at;
    const length = pattern.exec(this.#text)?.[0].length ?? 0;
    this.#at += length;
    return length > 0;
  }

  #argument(): Uint8Array {
    const quote = this.#text[this.#at];
    if (quote === '"' || quote === "'") return this.#quoted(quote);
    const start = this.#at;
    this.#skip(/(?:[^\s;]|;(?![^\S\n]*(?:\n|$)))+/y);
    return utf8.encode(this.#text.slice(start, this.#at));
  }

  #quoted(quote: string): Uint8Array {
    const start = this.#at++;
    const bytes: number[] = [];
    for (;;) {
      const char = String.fromCodePoint(this.#text.codePointAt(this.#at) ?? 0);
      if (this.#at >= this.#text.length) throw this.#problem(start, "is not closed");
      this.#at += char.length;
      if (char === quote) break;
      if (char === "\\") bytes.push(...this.#escaped(quote));
      else bytes.push(...utf8.encode(char));
    }
    if (/[^\s;]/.test(this.#text[this.#at] ?? " ")) throw this.#problem(start, "has no space after it");
    return Uint8Array.from(bytes);
  }

  #escaped(quote: string): Iterable<number> {
    const rest = this.#text.slice(this.#at, this.#at + 3);
    const char = rest[0] ?? "";
    if (quote === "'") {
      if (char !== "'") return [0x5c];
      this.#at++;
      return [0x27];
    }
    if (/^x[0-9a-f]{2}/i.test(rest)) {
      this.#at += 3;
      return [parseInt(rest.slice(1), 16)];
    }
    const point = String.fromCodePoint(this.#text.codePointAt(this.#at) ?? 0);
    if (char !== "") this.#at += point.length;
    return char in ESCAPES ? [ESCAPES[char]!] : utf8.encode(char === "" ? "" : point);
  }

  #problem(start: number, problem: string): DriverError {
    const line = this.#text.slice(0, start).split("\n").length;
    return new DriverError("InvalidRequest", `Cannot read command: the quote on line ${line} ${problem}`);
  }
}
