/** Whether two values of JSON are the same. */
import { isRawNumber } from "./exact_number.ts";
import type { Json, JsonObject } from "./json.ts";

/** Whether a value is an object of JSON: no array, no raw number. */
export function isObject(value: Json | undefined): value is JsonObject {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !isRawNumber(value);
}

/** Whether two values are equal: members in any order, numbers by their value. */
export function equalJson(one: Json | undefined, other: Json | undefined): boolean {
  if (one === other) return true;
  if (typeof one !== "object" || typeof other !== "object" || one === null || other === null) {
    return isNumeric(one) && isNumeric(other) && one == other;
  }
  if (isRawNumber(one) || isRawNumber(other)) {
    return isRawNumber(one) && isRawNumber(other) && one.rawJSON === other.rawJSON;
  }
  if (Array.isArray(one) || Array.isArray(other)) {
    return Array.isArray(one) && Array.isArray(other) && one.length === other.length &&
      one.every((item, at) => equalJson(item, other[at]));
  }
  const names = Object.keys(one), objects = [one, other] as readonly JsonObject[];
  return names.length === Object.keys(other).length &&
    names.every((name) => Object.hasOwn(other, name) && equalJson(objects[0]![name], objects[1]![name]));
}

function isNumeric(value: Json | undefined): boolean {
  return typeof value === "number" || typeof value === "bigint";
}
