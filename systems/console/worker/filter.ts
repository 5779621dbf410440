/**
 * The language of the list's filter: words with spaces between, all of which must fit; `!` negates one.
 *
 * @module
 */
import type { Row } from "./messages.ts";

/** Whether a row is shown. */
export type Fits = (row: Row) => boolean;

/** What can be compared with a number. */
const NUMBERS: Readonly<Record<string, (row: Row) => number>> = {
  n: ({ number }) => number,
  ms: ({ ms }) => ms,
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

/**
 * Understands a filter.
 *
 * @throws {RangeError} With what is wrong, for a word that nothing could fit.
 */
export function parseFilter(text: string): Fits {
  const parts = text.trim().split(/\s+/).filter((word) => word !== "").map(parseWord);
  return (row) => parts.every((fits) => fits(row));
}

function parseWord(word: string): Fits {
  if (word.length > 1 && word.startsWith("!")) {
    const fits = parseWord(word.slice(1));
    return (row) => !fits(row);
  }
  if (Object.hasOwn(FLAGS, word)) return FLAGS[word]!;
  const [, name, sign, value] = /^([a-z]+)(:|<=|>=|<|>|=)(.+)$/.exec(word) ?? [];
  if (name === undefined) return anywhere(word);
  if (Object.hasOwn(TEXTS, name) && (sign === ":" || sign === "=")) return text(TEXTS[name]!, sign === "=", value!);
  if (Object.hasOwn(NUMBERS, name)) return comparison(NUMBERS[name]!, sign!, value!, word);
  const known = [...Object.keys(TEXTS), ...Object.keys(NUMBERS)].join(", ");
  throw new RangeError(`${name} is not known; use ${known}, ${Object.keys(FLAGS).join(", ")}`);
}

function text(of: (row: Row) => string, isWhole: boolean, value: string): Fits {
  const wanted = value.toLowerCase();
  return (row) => isWhole ? of(row).toLowerCase() === wanted : of(row).toLowerCase().includes(wanted);
}

function comparison(of: (row: Row) => number, sign: string, value: string, word: string): Fits {
  const number = Number(value);
  if (!Number.isFinite(number)) throw new RangeError(`${word} compares with ${value}, which is not a number`);
  switch (sign) {
    case "<":
      return (row) => of(row) < number;
    case "<=":
      return (row) => of(row) <= number;
    case ">":
      return (row) => of(row) > number;
    case ">=":
      return (row) => of(row) >= number;
    default:
      return (row) => of(row) === number;
  }
}

function anywhere(word: string): Fits {
  const wanted = word.toLowerCase();
  return ({ what, note }) => what.toLowerCase().includes(wanted) || note.toLowerCase().includes(wanted);
}
