/** Changing stored values from one type to another, without loss. */
import { isObject } from "../json/equal.ts";
import { isRawNumber } from "../json/exact_number.ts";
import type { Json } from "../json/json.ts";
import { parseExact } from "../json/parse.ts";
import { stringifyExact } from "../json/stringify.ts";
import type { Field, FieldType } from "./definition.ts";
import { FIELD_TYPES } from "./field_types.ts";
import { Faults } from "./problem.ts";

/** The value in its new type, or `undefined` if it would lose something. */
export function convert(value: Json, from: FieldType, to: Field): Json | undefined {
  const checked = FIELD_TYPES[to.type].compile(to)(candidate(value, from, to));
  return checked instanceof Faults || !lossless(value, from, checked, to.type) ? undefined : checked;
}

/** What the new type's check gets. */
function candidate(value: Json, from: FieldType, { type, of }: Field): Json {
  if (type === "JSON") return value;
  if (type === "List") return convert(value, from, of!) === undefined ? null : [value];
  if (type === "String") return asText(value, from);
  if (typeof value !== "string" || from === "Bytes") return value;
  return type === "Int" || type === "Float" || type === "BigInt" || type === "Bool" || type === "Location"
    ? parsed(value)
    : type === "DateTime" && from === "Date"
    ? `${value}T00:00:00Z`
    : value;
}

function asText(value: Json, from: FieldType): Json {
  if (typeof value === "string") return from === "JSON" ? stringifyExact(value) : value;
  return stringifyExact(value);
}

function parsed(text: string): Json {
  try {
    return parseExact(text);
  } catch {
    return text;
  }
}

/** Whether the old value can be had back: numbers must be equal, all else is by text. */
function lossless(value: Json, from: FieldType, converted: Json, to: FieldType): boolean {
  if (isNumber(value) && isNumber(converted)) return value == converted;
  if (isRawNumber(value as never)) return isRawNumber(converted as never) || to === "String" || to === "JSON";
  if (typeof value === "string" && from === "String" && (isNumber(converted) || typeof converted === "boolean")) {
    return stringifyExact(converted) === value;
  }
  return !isObject(value) || to === "JSON" || to === "String" || to === "Location";
}

function isNumber(value: Json): value is number | bigint {
  return typeof value === "number" || typeof value === "bigint";
}
