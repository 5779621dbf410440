/**
 * Database values as plain JSON, for people and scripts. Unlike `decode` it loses what JSON cannot express.
 *
 * @module
 */
import type { QueryResultDto, Value } from "@fluxwire/wire";

/** What JavaScript has but TypeScript's types lack. */
const parseWithSource = JSON.parse as (
  text: string,
  reviver: (key: string, value: unknown, context: { source?: string }) => unknown,
) => unknown;

/**
 * A value for `JSON.stringify`: integers beyond 2^53, NaN, the infinities, and everything with its own text as text, bytes
 * as base64, JSON as the value it contains.
 */
export function toPlain(value: Value): unknown {
  switch (typeof value) {
    case "bigint":
      return plainInteger(value);
    case "number":
      return Number.isFinite(value) ? value : String(value);
    case "object":
      return plainObject(value);
    default:
      return value;
  }
}

/** A 64-bit integer: a number if that is exact, otherwise text. */
export function plainInteger(value: bigint): number | string {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : String(value);
}

/** A replacer for `JSON.stringify` that writes 64-bit integers as {@link plainInteger} does. */
export function plainBigint(_: string, value: unknown): unknown {
  return typeof value === "bigint" ? plainInteger(value) : value;
}

/** A result: columns, rows, rows affected; and the answer itself if its shape is not a table. */
export function plainResult(result: QueryResultDto): Record<string, unknown> {
  return {
    columns: result.columns.map(({ name, typeName }) => ({ name, typeName })),
    rows: result.rows.map((row) => row.map(toPlain)),
    affectedRows: result.affectedRows == null ? null : plainInteger(result.affectedRows),
    ...(result.textBody == null ? {} : { text: result.textBody }),
    ...(result.rawBytes == null ? {} : { base64: result.rawBytes.toBase64() }),
    ...(result.nextPageToken == null ? {} : { nextPageToken: result.nextPageToken }),
  };
}

function plainObject(value: Exclude<Value, string | number | bigint | boolean>): unknown {
  if (value === null) return null;
  if (value instanceof Uint8Array) return value.toBase64();
  if (Array.isArray(value)) return value.map(toPlain);
  // `fromEntries` also keeps a key that is called __proto__.
  if (value instanceof Map) return Object.fromEntries(Array.from(value, ([key, member]) => [key, toPlain(member)]));
  if (value.type === "Null") return null;
  return value.type === "Json" ? plainText(value.value) : value.value;
}

/** The value of a database's JSON, or its text if it cannot be parsed. */
function plainText(json: string): unknown {
  try {
    return parseWithSource(json, (_, value, { source }) => isRounded(value, source) ? source : value);
  } catch {
    return json;
  }
}

function isRounded(value: unknown, source: string | undefined): boolean {
  return typeof value === "number" && !Number.isSafeInteger(value) && /^-?\d+$/.test(source ?? "");
}
