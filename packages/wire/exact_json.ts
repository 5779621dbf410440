/**
 * Messages as lossless JSON: for reading, recording and writing them by hand.
 *
 * The shapes are those of the DTOs. Values that JSON cannot express:
 *
 * | TypeScript | JSON |
 * |---|---|
 * | Int of a database value | `{"type":"Int","value":"1"}` |
 * | `Uint8Array` | `{"type":"Bytes","base64":"AP8="}` |
 * | Document of a database value, a `Map` | `{"type":"Document","value":{}}` |
 * | NaN, the infinities, -0 | `{"type":"Float","value":"NaN"}` |
 * | any other `bigint` | decimal text |
 * | a set of flags | an integer, even beyond 2^53 |
 *
 * @module
 */
import type { Envelopes, Role } from "./codec.ts";
import type { Value } from "./dto.ts";
import { MalformedError } from "./errors.ts";
import { declaredForm } from "./exact_json/declared.ts";
import { asMismatch } from "./exact_json/mismatch.ts";
import { parseJson } from "./exact_json/parse.ts";
import { VALUE } from "./exact_json/value.ts";
import { DEFAULT_LIMITS } from "./limits.ts";
import { ROOTS } from "./schema.ts";

export { parseJson };

/**
 * A message as one line of JSON. Absent members are written as null.
 *
 * @throws {MalformedError} for a value of the wrong type or nested deeper than 64, with its path.
 *
 * @example
 * ```ts
 * import { strictEqual } from "node:assert/strict";
 *
 * const envelope = { protocolVersion: { major: 1, minor: 2 }, requestId: 2n, body: { type: "Ping" } } as const;
 * const json =
 *   '{"protocolVersion":{"major":1,"minor":2},"requestId":"2","sessionId":null,"timeoutMs":null,"body":{"type":"Ping"}}';
 * strictEqual(toExactJson("request", envelope), json);
 * strictEqual(fromExactJson("request", json).requestId, 2n);
 * ```
 */
export function toExactJson<R extends Role>(role: R, envelope: Envelopes[R]): string {
  const json = toExact(role, envelope);
  return convert(`write ${role} as JSON`, () => JSON.stringify(json)) as string;
}

/**
 * A message as an object that `JSON.stringify` turns into exact JSON, for use inside a larger document.
 *
 * @throws {MalformedError} for the reasons of {@link toExactJson}.
 */
export function toExact<R extends Role>(role: R, envelope: Envelopes[R]): unknown {
  return convert(`write ${role} as JSON`, () => declaredForm(ROOTS[role]).toJson(envelope, DEFAULT_LIMITS.maxDepth));
}

/**
 * A database value as an object that `JSON.stringify` turns into exact JSON.
 *
 * @throws {MalformedError} for a value of another type or nested deeper than 64, with its path.
 */
export function toExactValue(value: Value): unknown {
  return convert("write value as JSON", () => VALUE.toJson(value, DEFAULT_LIMITS.maxDepth));
}

/**
 * Reads a message that was written by {@link toExactJson} or by hand.
 *
 * Optional keys may be left out. Integers in decimal text may also be numbers up to 2^53. The keys of a Document are
 * sorted if some look like array indexes.
 *
 * @throws {MalformedError} for text that is not JSON, and for JSON that is not such a message; it says what was
 * expected and found, and the path in the JSON. It has an offset only if the text is not JSON.
 */
export function fromExactJson<R extends Role>(role: R, text: string): Envelopes[R] {
  return fromExact(role, parseJson(text));
}

/**
 * Reads a message in a part of a document that {@link parseJson} returned.
 *
 * @throws {MalformedError} for JSON that is not such a message, as {@link fromExactJson} does.
 */
export function fromExact<R extends Role>(role: R, json: unknown): Envelopes[R] {
  const read = () => declaredForm(ROOTS[role]).fromJson(json, DEFAULT_LIMITS.maxDepth);
  return convert(`read ${role} from JSON`, read) as Envelopes[R];
}

function convert(action: string, step: () => unknown): unknown {
  try {
    return step();
  } catch (error) {
    const { message, path, cause } = asMismatch(error);
    throw new MalformedError(action, message, 0, path, null, { cause });
  }
}
