/** Refusals that name other instances, for callers that might not read these. */
import { Refusal } from "../commit/refusal.ts";
import { isObject } from "../json/equal.ts";
import type { Json } from "../json/json.ts";

/** The same error without the ids of instances that the request does not name, and without models that the caller does not know. */
export function withoutOthers(error: unknown, knows: (model: string) => boolean): unknown {
  if (!(error instanceof Refusal) || error.code !== "unique" && error.code !== "referenced") return error;
  const message = error.code === "unique"
    ? "Another instance has this value already: it is unique"
    : "Other instances refer to it: change them first";
  return new Refusal(error.code, message, withoutUnknown(error.details, knows), error.headers);
}

/** A refusal of a batch has the details of the operation within its own. */
function withoutUnknown(details: Json, knows: (model: string) => boolean): Json {
  if (!isObject(details)) return details;
  const { id: _, ...all } = details;
  if (Object.hasOwn(all, "details")) return { ...all, details: withoutUnknown(all.details!, knows) };
  const { model, field: _field, ...others } = all;
  return typeof model === "string" && !knows(model) ? others : all;
}
