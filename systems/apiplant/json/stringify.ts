/** Writing JSON without loss. */
import { rawNumber } from "./exact_number.ts";
import type { Json } from "./json.ts";

/** The text of a value in one line, without spaces: bigints as their digits, raw numbers as they were read. */
export function stringifyExact(value: Json): string {
  try {
    return JSON.stringify(value);
  } catch (error) {
    // The engine refuses bigints; a replacer for every value would cost the many texts without them.
    if (!(error instanceof TypeError)) throw error;
    return JSON.stringify(value, (_name, one) => typeof one === "bigint" ? rawNumber(String(one)) : one);
  }
}
