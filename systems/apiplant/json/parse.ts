/** Reading JSON without loss. */
import { exactNumber, mayBeInexact } from "./exact_number.ts";
import { findFault, tooDeepAt } from "./fault.ts";
import type { Json } from "./json.ts";

/** How many brackets may stand in each other. */
export const MAX_DEPTH = 64;

/** The depth of texts that this server wrote: a request's value stands in them a few levels down. */
export const STORED_DEPTH: number = MAX_DEPTH + 8;

/** A text that is not JSON, or that goes too deep. */
export class JsonTextError extends Error {
  override readonly name = "JsonTextError";

  /** Makes one, with the offset in UTF-16 units and what is wrong there, without the text. */
  constructor(readonly offset: number, readonly reason: string) {
    super(`Not readable as JSON at offset ${offset}: ${reason}`);
  }
}

const parse = JSON.parse as (
  text: string,
  reviver: (name: string, value: Json, context: { readonly source?: string }) => Json,
) => Json;

/**
 * The value of a text of JSON. Integers beyond 2^53 - 1 are bigints, other numbers that no double holds are raw. Of members
 * with the same name, the last counts.
 *
 * A text with short numbers only, which almost all are, is read by the engine's parser alone; else each value goes through
 * a reviver, at a multiple of the time.
 *
 * @throws {JsonTextError} With the offset of the fault, or of the bracket beyond `maxDepth` levels.
 */
export function parseExact(text: string, maxDepth: number = MAX_DEPTH): Json {
  const deep = tooDeepAt(text, maxDepth);
  if (deep !== null) throw new JsonTextError(deep, `more than ${maxDepth} levels of brackets`);
  try {
    return mayBeInexact(text) ? parse(text, exact) : JSON.parse(text) as Json;
  } catch (error) {
    const fault = error instanceof SyntaxError ? findFault(text) : null;
    if (fault === null) throw error;
    throw new JsonTextError(fault.offset, fault.reason);
  }
}

function exact(_name: string, value: Json, { source }: { readonly source?: string }): Json {
  return typeof value === "number" && source !== undefined ? exactNumber(source, value) : value;
}
