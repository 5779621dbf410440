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
 * in size becomes an Int, any other number a Float, a bigint beyond 64 bits a Decimal; `undefined` becomes Null, a `Date` a
 * DateTime in UTC, an array an Array, a `Map` a Document.
 */
export type Cell = Value | undefined | Date | Float | readonly Cell[] | { readonly [key: string]: unknown };

/** A cell of the type Decimal, such as `decimal("1.10")`. The text is sent as it is: the SDK does not check that it is a number. */
export function decimal(text: string): TaggedValue {
  return { type: "Decimal", value: text };
}

/** A cell of the type Json, from the document's text. The text is sent as it is: the SDK does not parse it. */
export function json(text: string): TaggedValue {
  return { type: "Json", value: text };
}

/** A cell of the type Date, from `YYYY-MM-DD`. The text is sent as it is: the SDK does not check that the day exists. */
export function date(text: string): TaggedValue {
  return { type: "Date", value: text };
}

/** A cell of the type Time, from `HH:MM:SS` with up to nine digits of a fraction. The text is sent as it is, unchecked. */
export function time(text: string): TaggedValue {
  return { type: "Time", value: text };
}

/** A cell of the type ObjectId, from 24 hexadecimal digits. The text is sent as it is, unchecked. */
export function objectId(text: string): TaggedValue {
  return { type: "ObjectId", value: text };
}

/** A number that is sent as a Float even if it is whole; otherwise `1` is an Int. */
export function float(value: number): Float {
  return new Float(value);
}

/** A cell for a value that no other type can show; DBFlux displays the text in its place. */
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
      return cell;
    case "bigint":
      return BigInt.asIntN(64, cell) === cell ? cell : { type: "Decimal", value: String(cell) };
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
