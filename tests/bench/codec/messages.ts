/**
 * The measured messages.
 *
 * @module
 */
import { decode, type Envelopes } from "../../../packages/wire/codec.ts";
import type { ColumnKind, Value } from "../../../packages/wire/dto.ts";
import { readVectors, type Vector } from "../../vectors/vectors.ts";

/** The smallest request. */
export const PING: Envelopes["request"] = {
  protocolVersion: { major: 1, minor: 2 },
  requestId: 1000n,
  sessionId: null,
  timeoutMs: null,
  body: { type: "Ping" },
};

/** The request that starts each connection, with a token. */
export function helloRequest(): Envelopes["request"] {
  return decode("request", "0.7.1", payloadOf(({ name }) => name === "Hello req token")).envelope;
}

/** Its answer, from the mock driver. */
export function helloResponse(): Envelopes["response"] {
  return decode("response", "0.7.1", payloadOf(({ set }) => set === "mock hello")).envelope;
}

function payloadOf(isIt: (vector: Vector) => boolean): Uint8Array {
  const vector = readVectors().find((vector) => vector.layout === "0.7.1" && isIt(vector));
  if (vector === undefined) {
    throw new Error("Cannot measure Hello: layout 0.7.1 has no vector of it; see tests/vectors");
  }
  return vector.payload;
}

/** The answer to Execute that holds these rows. */
export function resultOf(rows: Value[][]): Envelopes["response"] {
  const columns = (rows[0] ?? []).map((cell, i) => ({
    name: `column_${i}`,
    typeName: "any",
    kind: kindOf(cell),
    nullable: true,
    isPrimaryKey: false,
  }));
  const result = { shape: "Table" as const, columns, rows, executionTimeMs: 12n };
  const header = { protocolVersion: PING.protocolVersion, requestId: 7n, sessionId: crypto.randomUUID() };
  return { ...header, done: true, body: { type: "ExecuteResult", result } };
}

function kindOf(cell: Value): ColumnKind {
  if (typeof cell === "bigint") return "Integer";
  return typeof cell === "number" ? "Float" : "Text";
}

const CITIES = ["Wien", "Zürich", "København", "Lisboa", "Reykjavík", "Oslo", "Praha", "東京"];

/** Rows of ten typical cells: integers, floats, texts of which some are not ASCII, nulls and timestamps. */
export function mixedRows(count: number): Value[][] {
  const rows = Array.from({ length: count }, (_, i): Value[] => [
    BigInt(i),
    BigInt(i) * 1_000_003n - 500_000_000_000n,
    i / 7,
    (i + 0.5) * -1.5e9,
    `customer number ${i}`,
    CITIES[i % CITIES.length]!,
    i % 3 === 0 ? "shipped" : "waiting for payment",
    i % 4 === 0 ? BigInt(i % 100) : null,
    null,
    { type: "DateTime", value: `2024-05-${10 + i % 20}T12:${10 + i % 50}:${10 + i % 45}.123456+00:00` },
  ]);
  // A concatenated text is slower to read, for every codec, than one that a database client has read.
  return structuredClone(rows);
}
