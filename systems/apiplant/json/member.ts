/** Members of objects. */
import type { Json, JsonObject } from "./json.ts";

/** The value of a member, or null without one. Names such as `constructor` are not looked up in the language's own objects. */
export function memberOf(object: JsonObject, name: string): Json {
  return Object.hasOwn(object, name) ? object[name]! : null;
}
