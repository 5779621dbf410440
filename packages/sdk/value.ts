/**
 * Converts cells: from JavaScript values to the wire's values.
 *
 * @module
 */
import type { TaggedValue, Value } from "@fluxwire/wire";

/** A number that is sent as a Float even if it is whole. */
export class Float {
  /** A number to send as a Float. */
  constructor(readonly value: number) {}
}

/**
 * A cell: a {@link Value}, a `Date`, a {@link Float}, or a plain object, which becomes Json. An integral number up to 2^53 - 1
 * in size becomes an Int, any other number a Float; `undefined` becomes Null, a `Date` a DateTime in UTC, an array an Array, a
 * `Map` a Document.
 */
export type Cell = Value | undefined | Date | Float | readonly Cell[] | { readonly [key: string]: unknown };

/** An exact decimal number, from its text. */
export function decimal(text: string): TaggedValue {
  return { type: "Decimal", value: text };
}

/** A JSON document, from its text. */
export function json(text: string): TaggedValue {
  return { type: "Json", value: text };
}

/** A date without a time: `YYYY-MM-DD`. */
export function date(text: string): TaggedValue {
  return { type: "Date", value: text };
}

/** A time of day: `HH:MM:SS`, with up to nine digits of a fraction. */
export function time(text: string): TaggedValue {
  return { type: "Time", value: text };
}

/** A document's id, 24 hexadecimal digits. */
export function objectId(text: string): TaggedValue {
  return { type: "ObjectId", value: text };
}

/** A number that is sent as a Float even if it is whole; otherwise `1` is an Int. */
export function float(value: number): Float {
  return new Float(value);
}

/** A value that cannot be shown; the text says what it is. */
export function unsupported(text: string): TaggedValue {
  return { type: "Unsupported", value: text };
}

const TAGS: ReadonlySet<unknown> = new Set<TaggedValue["type"]>([
  "Json",
  "Decimal",
  "DateTime",
  "Date",
  "Time",
  "ObjectId",
  "Unsupported",
]);

function isTagged(value: object): value is TaggedValue {
  const { type, value: text } = value as TaggedValue;
  return TAGS.has(type) && typeof text === "string" && Object.keys(value).length === 2;
}

/**
 * The wire's value of a cell.
 *
 * @param isFloat Whether whole numbers of the column are sent as Floats.
 * @throws {TypeError} for a function, a symbol, an invalid date, or an object that JSON would make empty.
 */
export function toValue(cell: unknown, isFloat: boolean): Value {
  switch (typeof cell) {
    case "string":
    case "boolean":
    case "bigint":
      return cell;
    case "number":
      return !isFloat && Number.isSafeInteger(cell) && !Object.is(cell, -0) ? BigInt(cell) : cell;
    case "undefined":
      return null;
    case "object":
      return cell === null ? null : fromObject(cell, isFloat);
  }
  throw new TypeError(`Cannot send cell: a ${typeof cell} is not a database value`);
}

function fromObject(cell: object, isFloat: boolean): Value {
  if (cell instanceof Uint8Array) return cell;
  if (cell instanceof Float) return cell.value;
  if (cell instanceof Date) {
    if (Number.isNaN(cell.getTime())) throw new TypeError("Cannot send cell: the date is invalid");
    return { type: "DateTime", value: cell.toISOString() };
  }
  if (Array.isArray(cell)) return cell.map((element) => toValue(element, isFloat));
  if (cell instanceof Map) return new Map([...cell].map(([key, entry]) => [String(key), toValue(entry, isFloat)]));
  if (isTagged(cell)) return cell;
  return { type: "Json", value: jsonText(cell) };
}

/** The JSON of a plain object. JSON would silently turn sets, buffers and similar objects into empty ones: refused. */
function jsonText(cell: object): string {
  const text: string | undefined = JSON.stringify(cell);
  const isPlain = [Object.prototype, null].includes(Object.getPrototypeOf(cell));
  if (text !== undefined && (isPlain || text !== "{}")) return text;
  throw new TypeError(
    `Cannot send cell: JSON keeps nothing of a ${cell.constructor?.name ?? "cell"}; give its elements`,
  );
}
