import { deepStrictEqual, match, ok, strictEqual } from "node:assert/strict";
import type { DriverResponseEnvelope, QueryResultDto, Value } from "../dto.ts";
import { MalformedError } from "../errors.ts";
import { fromExactJson, toExactJson } from "../exact_json.ts";

function answerOf(rows: unknown): DriverResponseEnvelope {
  const result = { shape: "Table", columns: [], rows, executionTimeMs: 0n } as unknown as QueryResultDto;
  const header = { protocolVersion: { major: 1, minor: 2 }, requestId: 1n, sessionId: null, done: true };
  return { ...header, body: { type: "ExecuteResult", result } };
}

function throughJson(...row: unknown[]): Value[] {
  const { body } = fromExactJson("response", toExactJson("response", answerOf([row])));
  return (body as Extract<typeof body, { type: "ExecuteResult" }>).result.rows[0]!;
}

function refusal(rows: unknown): MalformedError {
  try {
    toExactJson("response", answerOf(rows));
  } catch (error) {
    ok(error instanceof MalformedError, String(error));
    return error;
  }
  throw new Error("Expected a MalformedError");
}

Deno.test("toExactJson() takes bytes and maps for what they are, whatever their classes say", () => {
  class Bytes extends Uint8Array {
    override get length(): number {
      return 100;
    }
    override subarray(): Uint8Array<ArrayBuffer> {
      return new Uint8Array(100);
    }
  }
  class Odd extends Map<string, Value> {
    override *[Symbol.iterator](): MapIterator<[string, Value]> {}
    override get size(): number {
      return 9;
    }
  }
  deepStrictEqual(throughJson(Bytes.of(1, 2), new Odd([["a", 1n]])), [Uint8Array.of(1, 2), new Map([["a", 1n]])]);
  match(refusal([[Object.create(Uint8Array.prototype)]]).reason, /^expected a Uint8Array, found an object/);
  match(refusal([[Object.create(Map.prototype)]]).reason, /^expected a Map, found a map/);
});

Deno.test("toExactJson() names the place of what throws, changes, or has no end", () => {
  const cause = new Error("no connection");
  const thrown = refusal([[1n, {
    type: "Json",
    get value() {
      throw cause;
    },
  }]]);
  deepStrictEqual([thrown.path, thrown.cause], ["body.result.rows[0][1].value", cause]);
  strictEqual(thrown.reason, "expected a value, found one whose reading throws Error: no connection");
  const growing: unknown[] = Object.defineProperty([], 0, { get: () => growing.push(1n) });
  match(refusal([growing]).reason, /^expected 1 elements, found others/);
  const map = new Map<string, unknown>([[
    "a",
    Object.defineProperty([], 0, { get: () => map.set(`b${map.size}`, map.get("a")).size }),
  ]]);
  match(refusal([[map]]).reason, /^expected 1 entries, found more/);
  for (const list of [new Array(2 ** 32 - 1), new Proxy([], { get: (_, key) => key === "length" ? -1 : 1n })]) {
    for (const rows of [list, [list], [[list]]]) match(refusal(rows).reason, /found another length$/);
  }
});
