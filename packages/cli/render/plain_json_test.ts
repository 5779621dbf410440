import { deepEqual, equal } from "node:assert/strict";
import type { Value } from "@fluxwire/wire";
import { plainResult, toPlain } from "./plain_json.ts";

function json(value: Value): string {
  return JSON.stringify(toPlain(value));
}

Deno.test("toPlain() writes integers as numbers up to 2^53 and as text beyond", () => {
  equal(json(9007199254740991n), "9007199254740991");
  equal(json(9007199254740992n), '"9007199254740992"');
  equal(json(-9007199254740992n), '"-9007199254740992"');
});

Deno.test("toPlain() writes floats that JSON has no form for as text", () => {
  equal(json(1.5), "1.5");
  deepEqual([NaN, Infinity, -Infinity].map(json), ['"NaN"', '"Infinity"', '"-Infinity"']);
});

Deno.test("toPlain() writes bytes as base64, lists and documents as such", () => {
  equal(json(Uint8Array.of(0, 255)), '"AP8="');
  const inner = new Map<string, Value>([["__proto__", 1n], ["b", Uint8Array.of(1)]]);
  equal(json(["a", null, true, inner]), '["a",null,true,{"__proto__":1,"b":"AQ=="}]');
});

Deno.test("toPlain() writes what the database gave as JSON as JSON, its large integers as text", () => {
  equal(json({ type: "Json", value: ' {"a": [1, 9007199254740993, 1e3]} ' }), '{"a":[1,"9007199254740993",1000]}');
  equal(json({ type: "Json", value: "{broken" }), '"{broken"');
  equal(json({ type: "Decimal", value: "1.10" }), '"1.10"');
});

Deno.test("plainResult() has columns, rows and rows affected, and the answer of other shapes", () => {
  const columns = [{ name: "n", typeName: "INT", nullable: true, isPrimaryKey: false }];
  const table = { shape: "Table", columns, rows: [[1n]], affectedRows: null, executionTimeMs: 0n } as const;
  deepEqual(plainResult({ ...table, columns, rows: [[1n]] }), {
    columns: [{ name: "n", typeName: "INT" }],
    rows: [[1]],
    affectedRows: null,
  });
  const text = { shape: "Text", columns: [], rows: [], affectedRows: 3n, executionTimeMs: 0n, textBody: "hi" } as const;
  deepEqual(plainResult({ ...text, columns: [], rows: [], rawBytes: Uint8Array.of(1), nextPageToken: "t" }), {
    columns: [],
    rows: [],
    affectedRows: 3,
    text: "hi",
    base64: "AQ==",
    nextPageToken: "t",
  });
});
