/** Changing stored values from one type to another, without loss. */
import { isObject } from "../json/equal.ts";
import { isRawNumber } from "../json/exact_number.ts";
import type { Json } from "../json/json.ts";
import { parseExact } from "../json/parse.ts";
import { stringifyExact } from "../json/stringify.ts";
import type { Field, FieldType } from "./definition.ts";
import { FIELD_TYPES } from "./field_types.ts";
import { Faults } from "./problem.ts";
import { isDay } from "./types/times.ts";

/** Types whose values can be read from a text that is their JSON. */
const FROM_TEXT: readonly FieldType[] = ["Bool", "Int", "BigInt", "Float", "Location"];

/** The value, not null, as one of another field; `undefined` if it would lose something or the field does not allow it. */
export function convert(value: Json, to: Field): Json | undefined {
  if (to.type === "List" && !Array.isArray(value)) {
    const item = convert(value, to.of!);
    return item === undefined ? undefined : [item];
  }
  const checked = FIELD_TYPES[to.type].compile(to)(candidate(value, to.type));
  return checked instanceof Faults || !isLossless(value, checked, to.type) ? undefined : checked;
}

/** The value in the form that the new type's check takes. */
function candidate(value: Json, to: FieldType): Json {
  if (to === "String") return typeof value === "string" ? value : stringifyExact(value);
  if (typeof value !== "string") return value;
  if (to === "DateTime" && isDay(value)) return `${value}T00:00:00Z`;
  return FROM_TEXT.includes(to) ? parsed(value) : value;
}

function parsed(text: string): Json {
  try {
    return parseExact(text);
  } catch {
    return text;
  }
}

/** Whether the old value can be had back: numbers must be equal, and the text of a number or truth value must be its own. */
function isLossless(value: Json, converted: Json, to: FieldType): boolean {
  if (isNumber(value) && isNumber(converted)) return value == converted;
  if (isRawNumber(value)) return to === "String" || to === "JSON";
  if (typeof value === "string" && typeof converted !== "string" && to !== "JSON") {
    return isObject(converted) || stringifyExact(converted) === value;
  }
  return true;
}

function isNumber(value: Json): value is number | bigint {
  return typeof value === "number" || typeof value === "bigint";
}
