/**
 * What a terminal shows: lines of styled text, made of the bytes that came. It knows lines, backspace, tabs, colours and
 * erasing to the line's end; any other escape is shown as text, so that nothing that came is hidden.
 *
 * @module
 */
import { PLAIN, type Style, styled } from "./style.ts";

/** A piece of a line in one style. */
export interface Piece {
  /** Its text. */
  readonly text: string;
  /** How it looks. */
  readonly style: Style;
}

/** A line; another object stands for it once it has changed. */
export interface Line {
  /** Its number; the first line that came has 0. */
  readonly number: number;
  /** Its pieces, from the left. */
  readonly pieces: readonly Piece[];
}

interface Cell {
  readonly character: string;
  readonly style: Style;
}

/** How many lines are kept. */
const MAX_LINES = 1_000;
/** The longest line; what is longer goes on in the next one. */
const MAX_COLUMNS = 1_024;
/** The longest escape; a longer one is text. */
const MAX_ESCAPE = 64;
const ESCAPE = "\x1b", TAB_WIDTH = 8;
const ESCAPED: Style = { ...PLAIN, isQuiet: true };

/** The lines of one stream of bytes. */
export class TerminalScreen {
  readonly #decoder = new TextDecoder();
  #lines: Line[] = [];
  #cells: Cell[] = [];
  #column = 0;
  #style: Style = PLAIN;
  #escape = "";
  #number = 0;

  /** The lines, oldest first; the last one is written on. */
  get lines(): readonly Line[] {
    return [...this.#lines, { number: this.#number, pieces: piecesOf(this.#cells) }];
  }

  /** How many lines are no longer kept. */
  get dropped(): number {
    return this.#number - this.#lines.length;
  }

  /** Where the next character goes in the last line. */
  get column(): number {
    return this.#column;
  }

  /** Takes bytes. A character that was cut is finished by the next ones. */
  write(bytes: Uint8Array): void {
    for (const character of this.#decoder.decode(bytes, { stream: true })) {
      if (this.#escape !== "") this.#goOn(character);
      else if (character === ESCAPE) this.#escape = character;
      else this.#take(character);
    }
  }

  /** Writes a line of the console's own, such as that bytes are missing. */
  note(text: string): void {
    if (this.#cells.length > 0) this.#newLine();
    for (const character of text) this.#put(character, ESCAPED);
    this.#newLine();
  }

  #take(character: string): void {
    switch (character) {
      case "\n":
        return this.#newLine();
      case "\r":
        this.#column = 0;
        return;
      case "\b":
        this.#column = Math.max(0, this.#column - 1);
        return;
      case "\t":
        do {
          if (this.#column < this.#cells.length) this.#column++;
          else this.#put(" ", this.#style);
        } while (this.#column % TAB_WIDTH > 0);
        return;
      case "\x07":
        return;
      default:
        this.#print(character, this.#style);
    }
  }

  /** Reads on in an escape, and does what it says once it is whole. */
  #goOn(character: string): void {
    this.#escape += character;
    const rest = this.#escape.slice(1), [, parameters, final] = /^\[([0-9;:?<=>]*)[ -/]*([@-~])$/.exec(rest) ?? [];
    if (final === undefined) {
      const isOpen = /^(\[[0-9;:?<=>]*[ -/]*)?$/.test(rest) && rest.length < MAX_ESCAPE;
      if (!isOpen) this.#show();
      return;
    }
    const isPlain = /^\[[0-9;:]*[@-~]$/.test(rest);
    if (final === "m" && isPlain) this.#style = styled(this.#style, parameters!);
    else if (!(isPlain && this.#edits(final, parameters!))) return this.#show();
    this.#escape = "";
  }

  /** Does what line editors of devices send: erasing, and moving within the line. False for anything else. */
  #edits(final: string, parameters: string): boolean {
    if (!/^\d{0,4}$/.test(parameters)) return false;
    const count = Math.max(1, Number(parameters || 1));
    if (final === "C") this.#column = Math.min(this.#cells.length, this.#column + count);
    else if (final === "D") this.#column = Math.max(0, this.#column - count);
    else if (final === "K" && (parameters === "" || parameters === "0")) {
      this.#cells.length = Math.min(this.#cells.length, this.#column);
    } else if (final === "K" && parameters === "2") this.#cells = this.#cells.fill({ character: " ", style: PLAIN });
    else return false;
    return true;
  }

  /** Shows an escape that is not known as text. */
  #show(): void {
    const text = this.#escape;
    this.#escape = "";
    // A new escape, and the end of a line, begin anew behind one that was cut.
    const isCut = text.length > 1 && (text.endsWith(ESCAPE) || text.endsWith("\n") || text.endsWith("\r"));
    for (const character of isCut ? text.slice(0, -1) : text) {
      this.#print(character, ESCAPED);
    }
    if (!isCut) return;
    if (text.endsWith(ESCAPE)) this.#escape = ESCAPE;
    else this.#take(text.at(-1)!);
  }

  /** Puts a character, or what stands for one that cannot be seen. */
  #print(character: string, style: Style): void {
    if (character >= " " && character !== "\x7f") return this.#put(character, style);
    for (const part of caretOf(character)) this.#put(part, ESCAPED);
  }

  #put(character: string, style: Style): void {
    if (this.#column >= MAX_COLUMNS) this.#newLine();
    while (this.#cells.length < this.#column) this.#cells.push({ character: " ", style: PLAIN });
    this.#cells[this.#column++] = { character, style };
  }

  #newLine(): void {
    this.#lines.push({ number: this.#number++, pieces: piecesOf(this.#cells) });
    if (this.#lines.length >= MAX_LINES) this.#lines = this.#lines.slice(1 - MAX_LINES);
    this.#cells = [];
    this.#column = 0;
  }
}

/** A control character as people write it: `^[` for escape, `^?` for delete. Fonts lack the pictures of Unicode. */
function caretOf(character: string): string {
  return `^${String.fromCharCode(character.charCodeAt(0) ^ 0x40)}`;
}

function piecesOf(cells: readonly Cell[]): Piece[] {
  const pieces: { text: string; style: Style }[] = [];
  for (const { character, style } of cells) {
    const last = pieces.at(-1);
    if (last?.style === style) last.text += character;
    else pieces.push({ text: character, style });
  }
  return pieces;
}
