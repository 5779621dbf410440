/**
 * The language of the list's filter: words with spaces between, all of which must fit; `!` negates one.
 *
 * @module
 */
import { type FieldPath, leafText, parsePath, valuesAt } from "./field_path.ts";
import type { Row } from "./messages.ts";

/** Whether a row is shown; its message is read if a field is asked for. */
export type Fits = (row: Row, message: () => unknown) => boolean;

/** A filter that was understood. */
export interface Filter {
  /** Whether a row is shown. */
  readonly fits: Fits;
  /** Whether it asks for rows without an answer: rows that it shows can go. */
  readonly isUnanswered: boolean;
}

/** What can be compared with a number. */
const NUMBERS: Readonly<Record<string, (row: Row) => number>> = {
  n: ({ number }) => number,
  ms: ({ ms }) => ms,
  wait: ({ wait }) => wait ?? NaN,
  bytes: ({ bytes }) => bytes,
  connection: ({ connection }) => connection,
};

/** What can be compared with a text. */
const TEXTS: Readonly<Record<string, (row: Row) => string>> = {
  type: ({ what }) => what,
  from: ({ from }) => from ?? "",
  request: ({ request }) => request ?? "",
  note: ({ note }) => note,
};

/** What is true of a row, or not. */
const FLAGS: Readonly<Record<string, Fits>> = {
  error: ({ isError }) => isError,
  unanswered: ({ kind, from, other }) => kind === "frame" && from === "host" && other === null,
};

/** Words; spaces within quotes belong to them. */
const WORDS = /(?:"(?:[^"\\]|\\.)*"?|[^\s"])+/g;
/** A name, a sign and a value. */
const PART = /^([A-Za-z][\w.[\]*]*)(:|<=|>=|<|>|=)(.+)$/s;

/**
 * Understands a filter.
 *
 * @throws {RangeError} With what is wrong, for a word that nothing could fit.
 */
export function parseFilter(text: string): Filter {
  const words = text.match(WORDS) ?? [], parts = words.map(parseWord);
  const isUnanswered = words.some((word) => word.replace(/^!/, "") === "unanswered");
  return { fits: (row, message) => parts.every((fits) => fits(row, message)), isUnanswered };
}

function parseWord(word: string): Fits {
  if (word.length > 1 && word.startsWith("!")) {
    const fits = parseWord(word.slice(1));
    return (row, message) => !fits(row, message);
  }
  if (Object.hasOwn(FLAGS, word)) return FLAGS[word]!;
  const [, name, sign, given] = PART.exec(word) ?? [];
  if (name === undefined) return anywhere(unquoted(word));
  const value = unquoted(given!);
  if (Object.hasOwn(TEXTS, name) && (sign === ":" || sign === "=")) return text(TEXTS[name]!, sign === "=", value);
  if (Object.hasOwn(NUMBERS, name)) return comparison(NUMBERS[name]!, sign!, value, word);
  const path = parsePath(name);
  if (path !== null) return field(path, sign!, value, word);
  const known = [...Object.keys(TEXTS), ...Object.keys(NUMBERS)].join(", ");
  throw new RangeError(`${name} is not known; use ${known}, ${Object.keys(FLAGS).join(", ")}, or a field's path`);
}

/** A text without its quotes. */
function unquoted(word: string): string {
  if (!word.startsWith('"')) return word;
  try {
    return String(JSON.parse(word));
  } catch {
    throw new RangeError(`${word} has a quote that does not end`);
  }
}

function text(of: (row: Row) => string, isWhole: boolean, value: string): Fits {
  const wanted = value.toLowerCase();
  return (row) => isWhole ? of(row).toLowerCase() === wanted : of(row).toLowerCase().includes(wanted);
}

function comparison(of: (row: Row) => number, sign: string, value: string, word: string): Fits {
  const compare = numbers(sign, value, word);
  return (row) => compare(of(row));
}

function numbers(sign: string, value: string, word: string): (found: number) => boolean {
  const number = Number(value);
  if (!Number.isFinite(number)) throw new RangeError(`${word} compares with ${value}, which is not a number`);
  switch (sign) {
    case "<":
      return (found) => found < number;
    case "<=":
      return (found) => found <= number;
    case ">":
      return (found) => found > number;
    case ">=":
      return (found) => found >= number;
    default:
      return (found) => found === number;
  }
}

/** A field of the message: whole with `=`, in part with `:`, otherwise as a number. */
function field(path: FieldPath, sign: string, value: string, word: string): Fits {
  const fits = fieldTest(sign, value, word);
  return (_, message) =>
    valuesAt(message(), path).some((found) => {
      const text = leafText(found);
      return text !== null && fits(text);
    });
}

function fieldTest(sign: string, value: string, word: string): (text: string) => boolean {
  if (sign === "=") return (text) => text === value;
  const wanted = value.toLowerCase();
  if (sign === ":") return (text) => text.toLowerCase().includes(wanted);
  const compare = numbers(sign, value, word);
  return (text) => compare(Number(text));
}

function anywhere(word: string): Fits {
  const wanted = word.toLowerCase();
  return ({ what, note }) => what.toLowerCase().includes(wanted) || note.toLowerCase().includes(wanted);
}
