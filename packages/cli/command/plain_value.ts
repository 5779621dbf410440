/**
 * Values of a database as users type them.
 *
 * @module
 */
import type { Value } from "@fluxwire/wire";
import { UsageError } from "@fluxwire/command";

const INTEGER = /^-?(0|[1-9]\d*)$/;
const NUMBER = /^-?(0|[1-9]\d*)(\.\d+)?([eE][-+]?\d+)?$/;

const TIME = /^([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d+)?$/;

/** What a type before a value makes of it; null for a text that is no such value. */
const TYPES: Readonly<Record<string, (text: string) => { value: Value } | null>> = {
  text: (text) => ({ value: text }),
  int: (text) => INTEGER.test(text) && fits(BigInt(text)) ? { value: BigInt(text) } : null,
  float: (text) => isFinite(text) || /^(NaN|-?Infinity)$/.test(text) ? { value: Number(text) } : null,
  bool: (text) => text === "true" || text === "false" ? { value: text === "true" } : null,
  decimal: (text) => NUMBER.test(text) ? { value: { type: "Decimal", value: text } } : null,
  date: (text) => isDate(text) ? { value: { type: "Date", value: text } } : null,
  time: (text) => TIME.test(text) ? { value: { type: "Time", value: text } } : null,
  datetime: (text) => isInstant(text) ? { value: { type: "DateTime", value: text } } : null,
  json: (text) => isJson(text) ? { value: { type: "Json", value: text } } : null,
  hex: (text) => /^([0-9a-fA-F]{2})*$/.test(text) ? { value: Uint8Array.fromHex(text) } : null,
  oid: (text) => ({ value: { type: "ObjectId", value: text } }),
};

/**
 * A value from its text. `null`, `true`, `false` and numbers are what they look like, other texts are text; a type before
 * the text decides otherwise: `text:5`, `decimal:1.10`, `json:[1]`, `hex:00ff`.
 *
 * @throws {UsageError} for a text that is no value of its type.
 */
export function plainValue(text: string): Value {
  const [, type, rest] = /^([a-z]+):(.*)$/s.exec(text) ?? [];
  if (type !== undefined && Object.hasOwn(TYPES, type)) {
    const made = TYPES[type]!(rest!);
    if (made === null) throw new UsageError(`Cannot read ${text}: it is no ${type}; text:${text} stands for this text`);
    return made.value;
  }
  if (text === "null" || text === "NULL") return null;
  const made = TYPES.int!(text) ?? TYPES.bool!(text);
  if (made !== null) return made.value;
  return isFinite(text) && !INTEGER.test(text) ? Number(text) : text;
}

/** A column and its value. */
export interface Assignment {
  /** The column's name. */
  column: string;
  /** The text of the value, as it was typed. */
  text: string;
  /** The value. */
  value: Value;
  /** Whether a type stood before the text. */
  isTyped: boolean;
}

/**
 * A column and its value, from `COLUMN=VALUE`.
 *
 * @throws {UsageError} for a text without a column, and as {@link plainValue}.
 */
export function assignment(text: string): Assignment {
  const at = text.indexOf("=");
  if (at < 1) throw new UsageError(`Cannot use ${text}: write the column, =, and the value`);
  const value = text.slice(at + 1);
  const type = /^([a-z]+):/.exec(value)?.[1];
  const isTyped = type !== undefined && Object.hasOwn(TYPES, type);
  return { column: text.slice(0, at), text: value, value: plainValue(value), isTyped };
}

function fits(integer: bigint): boolean {
  return BigInt.asIntN(64, integer) === integer;
}

/** Whether a text is a number that a double can be near to: `1e400` is none. */
function isFinite(text: string): boolean {
  return NUMBER.test(text) && Number.isFinite(Number(text));
}

/** Whether a text is a day of the calendar. */
function isDate(text: string): boolean {
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return false;
  const ms = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(text);
}

function isInstant(text: string): boolean {
  return /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d/.test(text) && isDate(text.slice(0, 10)) && !Number.isNaN(Date.parse(text));
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}
