/**
 * Texts with one layer of quoting removed, and where each character came from.
 *
 * Every kind of quoting is undone: percent and form encoding, escapes of JSON, C, Python and SQL, entities of HTML,
 * quotes of shells, what is doubled. Secrets and the texts in which they are looked for are treated alike, so one that is
 * changed by it is still found.
 *
 * @module
 */
import { textOfUtf8, utf8Text } from "./byte_text.ts";
import { characterOf } from "./entity.ts";

/** What a text's characters are: characters, or bytes as `textOfBytes` has them. */
export type Units = "characters" | "bytes";

/** The most layers that are undone: JSON in JSON in JSON, within an address that is encoded twice. */
const MAX_LAYERS = 6;

/** In this order: byte escapes, code units, control characters, entities, a blank's plus, UTF-16's NUL, quotes, runs. */
const QUOTED = new RegExp(
  [
    "(?:%[\\da-fA-F]{2})+",
    "%u[\\da-fA-F]{4}",
    "(?:\\\\x[\\da-fA-F]{2}|\\\\[0-3][0-7]{2})+",
    "(?:\\\\u[\\da-fA-F]{4})+",
    "\\\\u\\{[\\da-fA-F]{1,6}\\}",
    "\\\\U[\\da-fA-F]{8}",
    "\\\\[nrtbfv0]",
    "(?:\\\\\\\\)+",
    "\\\\[^\\w\\0\\\\]",
    "&(?:#\\d{1,7}|#[xX][\\da-fA-F]{1,6}|[a-zA-Z][a-zA-Z\\d]{1,7});",
    "\\+",
    "\\0+",
    '["\'`]{2,}|["`]',
    "([^\\w\\s])\\1+",
  ].join("|"),
  "g",
);

const CONTROLS: Readonly<Record<string, string>> = { n: "\n", r: "\r", t: "\t", b: "\b", f: "\f", v: "\v", "0": "\0" };

/** A text with a layer of quoting less. */
export class Unescaped {
  /** Where replaced pieces are, four numbers each: start and end here, start and end in the source. */
  readonly #pieces: readonly number[];
  readonly #source: Unescaped | null;
  /** The text. */
  readonly text: string;

  /** Made by {@link layersOf}. */
  constructor(text: string, pieces: readonly number[], source: Unescaped | null) {
    this.text = text;
    this.#pieces = pieces;
    this.#source = source;
  }

  /** Where a part of it stands in the text that was given first. */
  range(start: number, end: number): [start: number, end: number] {
    const range: [number, number] = [this.#place(start)[0], this.#place(end - 1)[1]];
    return this.#source === null ? range : this.#source.range(...range);
  }

  /** Where one character came from. */
  #place(at: number): [start: number, end: number] {
    const pieces = this.#pieces;
    let low = 0, high = pieces.length / 4;
    while (low < high) {
      const middle = (low + high) >> 1;
      if (pieces[4 * middle]! <= at) low = middle + 1;
      else high = middle;
    }
    if (low === 0) return [at, at + 1];
    const piece = 4 * (low - 1), end = pieces[piece + 1]!, sourceEnd = pieces[piece + 3]!;
    if (at < end) return [pieces[piece + 2]!, sourceEnd];
    return [at - end + sourceEnd, at - end + sourceEnd + 1];
  }
}

/** The text with one layer of quoting less, with two, and so on, until nothing changes; none if nothing is quoted. */
export function* layersOf(text: string, units: Units): Generator<Unescaped> {
  let last: Unescaped | null = null;
  for (let layer = 0; layer < MAX_LAYERS; layer++) {
    const next: Unescaped | null = unescaped(last?.text ?? text, units, last);
    if (next === null) return;
    yield next;
    last = next;
  }
}

function unescaped(text: string, units: Units, source: Unescaped | null): Unescaped | null {
  const pieces: number[] = [];
  let less = 0;
  const changed = text.replace(QUOTED, (quoted, _run, at: number) => {
    const plain = plainOf(quoted, units);
    pieces.push(at - less, at - less + plain.length, at, at + quoted.length);
    less += quoted.length - plain.length;
    return plain;
  });
  return changed === text ? null : new Unescaped(changed, pieces, source);
}

function plainOf(quoted: string, units: Units): string {
  if (isByteEscape(quoted)) {
    const bytes = bytesOf(quoted);
    return units === "bytes" ? String.fromCharCode(...bytes) : textOfUtf8(bytes);
  }
  const plain = charactersOf(quoted);
  // Runs and single marks are characters of the text itself, escapes stand for characters.
  return units === "bytes" && (quoted[0] === "\\" || quoted[0] === "&" || quoted[0] === "%") && quoted.length > 2
    ? utf8Text(plain)
    : plain;
}

function isByteEscape(quoted: string): boolean {
  if (quoted[0] === "%") return quoted.length > 2 && quoted[1] !== "u" && quoted[1] !== "%";
  return quoted[0] === "\\" && quoted.length > 2 && (quoted[1] === "x" || /\d/.test(quoted[1]!));
}

function bytesOf(quoted: string): Uint8Array {
  const bytes = quoted.match(/%..|\\x..|\\.../g)!.map((escape) => {
    return escape.startsWith("\\") && escape[1] !== "x"
      ? Number.parseInt(escape.slice(1), 8)
      : Number.parseInt(escape.slice(-2), 16);
  });
  return Uint8Array.from(bytes);
}

function charactersOf(quoted: string): string {
  const second = quoted[1];
  switch (quoted[0]) {
    case "+":
      return " ";
    case "\0":
      return "";
    case '"':
    case "'":
    case "`":
      return "'";
    case "&":
      return quoted.length > 3 && quoted.endsWith(";") ? characterOf(quoted) : "&";
    case "%":
      return second === "u" ? String.fromCharCode(Number.parseInt(quoted.slice(2), 16)) : "%";
    case "\\":
      if (second === "\\") return "\\".repeat(quoted.length / 2);
      if (second === "u" || second === "U") return codeUnits(quoted);
      return CONTROLS[second!] ?? (second === "`" || second === '"' ? "'" : second!);
    default:
      return quoted[0]!;
  }
}

/** `\u00f6`, also several in turn, `\u{f6}` and `\U000000f6`. */
function codeUnits(quoted: string): string {
  if (quoted[1] === "U" || quoted[2] === "{") {
    const code = Number.parseInt(quoted.replace(/[^\da-fA-F]/g, ""), 16);
    return code <= 0x10_ffff ? String.fromCodePoint(code) : quoted;
  }
  return quoted.replace(/\\u(....)/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}
