/** How large values are as JSON. */
import type { Json } from "./json.ts";
import { stringifyExact } from "./stringify.ts";

const encoder = new TextEncoder();

/** Whether a value has more bytes than a limit, as JSON in UTF-8. */
export function exceedsBytes(value: Json, limit: number): boolean {
  const text = stringifyExact(value);
  // A UTF-16 unit has at most three bytes.
  return text.length * 3 > limit && encoder.encode(text).length > limit;
}
