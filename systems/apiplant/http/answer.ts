/** What a route answers. */
import type { Refusal } from "../commit/refusal.ts";
import type { Json, JsonObject } from "../json/json.ts";
import { stringifyExact } from "../json/stringify.ts";

/** The content type of JSON. */
export const JSON_TYPE = "application/json; charset=utf-8";

/** An answer before it has the headers that every answer has. */
export interface Answer {
  readonly status: number;
  readonly body: string | Uint8Array<ArrayBuffer> | ReadableStream<Uint8Array<ArrayBuffer>> | null;
  readonly headers: Readonly<Record<string, string>>;
  /** The place of the log that it reflects; the present one if it is left out. */
  readonly seq?: number;
}

/** An answer of JSON. */
export function json(value: Json, status = 200, headers: Readonly<Record<string, string>> = {}): Answer {
  return { status, body: stringifyExact(value), headers: { "content-type": JSON_TYPE, ...headers } };
}

/** An answer without a body. */
export function empty(status: number, headers: Readonly<Record<string, string>> = {}): Answer {
  return { status, body: null, headers };
}

/** The answer of a refused request. */
export function refused(refusal: Refusal, requestId: string): Answer {
  const { code, message, details, status, headers } = refusal;
  const error: JsonObject = { code, message, details, requestId };
  return json({ error }, status, headers);
}

/** A revision as an entity tag. */
export function etag(revision: number): string {
  return `"${revision}"`;
}
