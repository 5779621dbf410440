/**
 * Database values as plain JSON, for people and scripts. It loses what JSON has no form for; `decode` does not.
 *
 * @module
 */
import type { QueryResultDto, Value } from "@fluxwire/wire";

/** What JavaScript has and TypeScript does not know yet. */
const parseWithSource = JSON.parse as (
  text: string,
  reviver: (key: string, value: unknown, context: { source?: string }) => unknown,
) => unknown;

/**
 * A value as `JSON.stringify` takes it: integers beyond 2^53, NaN, the infinities, and everything with a text of its
 * own as text, bytes as base64, JSON as what it says.
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

/** A 64-bit integer: a number where that is exact, else text. */
export function plainInteger(value: bigint): number | string {
  const number = Number(value);
  return Number.isSafeInteger(number) ? number : String(value);
}

/** Writes 64-bit integers as {@link plainInteger} does: what `JSON.stringify` asks for each member. */
export function plainBigint(_: string, value: unknown): unknown {
  return typeof value === "bigint" ? plainInteger(value) : value;
}

/** A result: columns, rows, rows affected; and the answer itself where its shape is not a table. */
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

/** What a database gave as JSON, or its text where it is none. */
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
