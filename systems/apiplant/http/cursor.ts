/** Places in lists, as clients hold them. */
import { Refusal } from "../commit/refusal.ts";
import type { Seq } from "../event/event.ts";
import type { Json } from "../json/json.ts";
import { parseExact } from "../json/parse.ts";
import { stringifyExact } from "../json/stringify.ts";

/** What a list is of: a cursor is only good for the same one. */
export interface CursorScope {
  readonly model: string;
  /** The place of the event that defined the model's version: with another definition, another order. */
  readonly definedAt: Seq;
  /** The parameters that decide content and order. */
  readonly list: string;
}

/** The cursor of an instance's sort values. */
export function cursorOf({ model, definedAt, list }: CursorScope, values: readonly Json[]): string {
  const text = stringifyExact([1, model, definedAt, list, values]);
  return new TextEncoder().encode(text).toBase64({ alphabet: "base64url", omitPadding: true });
}

/** The sort values of a cursor, of which a list with this scope has `count`. Throws `cursor` if it is not of this list. */
export function valuesOf(cursor: string, scope: CursorScope, count: number): readonly Json[] {
  const parts = read(cursor);
  const [version, model, definedAt, list, values] = Array.isArray(parts) ? parts as Json[] : [];
  const fits = version === 1 && model === scope.model && definedAt === scope.definedAt && list === scope.list;
  if (fits && Array.isArray(values) && values.length === count && values.every(isPlain)) return values;
  throw wrongCursor("The cursor is not one of this list, or its model has changed: start without a cursor");
}

/** The refusal of a cursor that the route has not given. */
export function wrongCursor(message: string): Refusal {
  return new Refusal("cursor", message, { parameter: "cursor" });
}

function isPlain(value: Json): boolean {
  return value === null || typeof value !== "object";
}

function read(cursor: string): Json {
  try {
    return parseExact(
      new TextDecoder("utf-8", { fatal: true }).decode(Uint8Array.fromBase64(cursor, { alphabet: "base64url" })),
    );
  } catch {
    return null;
  }
}
