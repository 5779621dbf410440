/**
 * Plain values as google.protobuf.Value and back.
 *
 * @module
 */
import type { Value } from "../protobuf.ts";

/** How deep lists and objects may be nested. */
const MAX_DEPTH = 64;

/**
 * A plain value as a message: null, undefined (null), booleans, numbers, strings, lists, maps and objects of these, and
 * dates as text. NaN and the infinities become null, as JSON has none.
 *
 * @param place How errors name the value.
 * @throws {TypeError} for anything else, for text with half of a surrogate pair, and beyond a depth of 64.
 */
export function toValue(value: unknown, place = "result", depth = 0): Value {
  if (depth > MAX_DEPTH) throw new TypeError(`${place}: nested deeper than ${MAX_DEPTH}`);
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
    const values = [...value].map((item, index) => toValue(item, `${place}[${index}]`, depth + 1));
    return { case: "listValue", value: { $typeName: "google.protobuf.ListValue", values } };
  }
  const entries = value instanceof Map ? [...value] : Object.entries(value);
  const fields: Record<string, Value> = Object.fromEntries(entries.map(([key, item]) => {
    const name = String(key);
    if (!name.isWellFormed()) throw new TypeError(`${place}: a key with half of a surrogate pair`);
    return [name, toValue(item, `${place}.${name}`, depth + 1)];
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
