/** JSON merge patches (RFC 7396). */
import { isObject } from "./equal.ts";
import type { Json, JsonObject } from "./json.ts";

/** The value that a merge patch makes of `target`: members that the patch has as null go, objects are merged, all else is replaced. */
export function mergePatch(target: Json | undefined, patch: Json): Json {
  if (!isObject(patch)) return patch;
  const members = new Map<string, Json>(isObject(target) ? Object.entries(target) : []);
  for (const [name, value] of Object.entries(patch)) {
    if (value === null) members.delete(name);
    else members.set(name, mergePatch(members.get(name), value));
  }
  return Object.fromEntries(members) as JsonObject;
}
