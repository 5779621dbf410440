/** How deep values of JSON are nested. */
import type { Json } from "./json.ts";
import { MAX_DEPTH } from "./parse.ts";

/** Whether a value has more levels of lists and objects than texts of JSON may have. */
export function exceedsDepth(value: Json, levels: number = MAX_DEPTH): boolean {
  if (typeof value !== "object" || value === null) return false;
  return levels === 0 || Object.values(value).some((one) => exceedsDepth(one, levels - 1));
}
