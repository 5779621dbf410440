/** Refusals that name other instances, for callers that might not read these. */
import { Refusal } from "../commit/refusal.ts";
import { isObject } from "../json/equal.ts";
import type { Json } from "../json/json.ts";

/** The same error without the ids of instances that the request does not name. */
export function withoutOthers(error: unknown): unknown {
  if (!(error instanceof Refusal) || error.code !== "unique" && error.code !== "referenced") return error;
  const message = error.code === "unique"
    ? "Another instance has this value already: it is unique"
    : "Other instances refer to it: change them first";
  return new Refusal(error.code, message, withoutId(error.details), error.headers);
}

/** A refusal of a batch has the details of the operation within its own. */
function withoutId(details: Json): Json {
  if (!isObject(details)) return details;
  const { id: _, ...others } = details;
  return Object.hasOwn(others, "details") ? { ...others, details: withoutId(others.details!) } : others;
}
