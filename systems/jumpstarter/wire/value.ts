/**
 * Plain values as google.protobuf.Value and back.
 *
 * @module
 */
import type { Value } from "../protobuf.ts";

/** How deep messages may be nested below the outermost one: libraries of Protocol Buffers read no more. */
const MAX_DEPTH = 100;
/** The messages that a list and an object take: `ListValue`, or `Struct` and the entry of its map, and then `Value`. */
const OF_LIST = 2, OF_OBJECT = 3;

/**
 * A plain value as a message: null, undefined (null), booleans, numbers, strings, lists, maps and objects of these, and
 * dates as text. NaN and the infinities become null, as JSON has none.
 *
 * @param place How errors name the value.
 * @throws {TypeError} for anything else, for text with half of a surrogate pair, and for more than 49 lists or 33 objects
 * within each other.
 */
export function toValue(value: unknown, place = "result", depth = 1): Value {
  if (depth > MAX_DEPTH) {
    throw new TypeError(`${place}: nested too deep; at most 49 lists or 33 objects may be within each other`);
  }
  return { $typeName: "google.protobuf.Value", kind: kindOf(value, place, depth) };
}

function kindOf(value: unknown, place: string, depth: number): Value["kind"] {
  switch (typeof value) {
    case "undefined":
      return { case: "nullValue", value: 0 };
    case "boolean":
      return { case: "boolValue", value };
    case "number":
      return Number.isFinite(value) ? { case: "numberValue", value } : { case: "nullValue", value: 0 };
    case "bigint":
      if (BigInt(Number(value)) === value) return { case: "numberValue", value: Number(value) };
      throw new TypeError(`${place}: ${value} is no double; give it as text`);
    case "string":
      if (!value.isWellFormed()) throw new TypeError(`${place}: text with half of a surrogate pair`);
      return { case: "stringValue", value };
    case "object":
      return kindOfObject(value, place, depth);
    default:
      throw new TypeError(`${place}: a ${typeof value} cannot be sent`);
  }
}

function kindOfObject(value: object | null, place: string, depth: number): Value["kind"] {
  if (value === null) return { case: "nullValue", value: 0 };
  if (value instanceof Date) return { case: "stringValue", value: value.toISOString() };
  if (ArrayBuffer.isView(value) || value instanceof ArrayBuffer) {
    throw new TypeError(`${place}: bytes cannot be sent as a value; use a byte stream, or give them as text`);
  }
  if (Array.isArray(value) || value instanceof Set) {
    const values = [...value].map((item, index) => toValue(item, `${place}[${index}]`, depth + OF_LIST));
    return { case: "listValue", value: { $typeName: "google.protobuf.ListValue", values } };
  }
  const entries = value instanceof Map ? [...value] : Object.entries(value);
  const fields: Record<string, Value> = Object.fromEntries(entries.map(([key, item]) => {
    const name = String(key);
    if (!name.isWellFormed()) throw new TypeError(`${place}: a key with half of a surrogate pair`);
    return [name, toValue(item, `${place}.${name}`, depth + OF_OBJECT)];
  }));
  return { case: "structValue", value: { $typeName: "google.protobuf.Struct", fields } };
}

/** The plain value of a message; an absent one is null. */
export function fromValue(message: Value | undefined): unknown {
  const kind = message?.kind;
  switch (kind?.case) {
    case "boolValue":
    case "numberValue":
    case "stringValue":
      return kind.value;
    case "listValue":
      return kind.value.values.map(fromValue);
    case "structValue":
      return Object.fromEntries(Object.entries(kind.value.fields).map(([key, value]) => [key, fromValue(value)]));
    default:
      return null;
  }
}
