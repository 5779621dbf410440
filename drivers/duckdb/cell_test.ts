import { deepStrictEqual } from "node:assert/strict";
import { Opened } from "./testing/opened.ts";

const UUID = "7cf0cc9b-0d76-4a79-969e-d3cc1ead53b3";

/** An expression and its cell. */
const CELLS: readonly (readonly [string, unknown])[] = [
  ["true", true],
  ["(-128)::TINYINT", -128n],
  ["9223372036854775807", 2n ** 63n - 1n],
  ["18446744073709551615::UBIGINT", { type: "Decimal", value: "18446744073709551615" }],
  ["7::UBIGINT", 7n],
  ["'-170141183460469231731687303715884105728'::HUGEINT", {
    type: "Decimal",
    value: "-170141183460469231731687303715884105728",
  }],
  ["'340282366920938463463374607431768211455'::UHUGEINT", {
    type: "Decimal",
    value: "340282366920938463463374607431768211455",
  }],
  ["'12345678901234567890123456789012345678901234567890'::BIGNUM", {
    type: "Decimal",
    value: "12345678901234567890123456789012345678901234567890",
  }],
  ["'-1.050'::DECIMAL(38, 3)", { type: "Decimal", value: "-1.050" }],
  ["0.1::FLOAT", Math.fround(0.1)],
  ["1.0::DOUBLE", 1],
  ["'-0.0'::DOUBLE", -0],
  ["'nan'::DOUBLE", NaN],
  ["'-inf'::DOUBLE", -Infinity],
  ["'ü' || chr(0) || '😀'", "ü\0😀"],
  ["'\\x00\\xFF'::BLOB", Uint8Array.of(0, 255)],
  ["'10110'::BIT", "10110"],
  [`'${UUID}'::UUID`, UUID],
  ["'it''s'::ENUM('it''s', 'b')", "it's"],
  ["DATE '2024-02-29'", { type: "Date", value: "2024-02-29" }],
  ["DATE '0044-03-15 (BC)'", "0044-03-15 (BC)"],
  ["'infinity'::DATE", "infinity"],
  ["TIME '23:59:59.123456'", { type: "Time", value: "23:59:59.123456" }],
  ["TIME '24:00:00'", "24:00:00"],
  ["TIMETZ '10:00:00+05:30'", "10:00:00+05:30"],
  ["TIMESTAMP '2024-01-02 03:04:05.000001'", "2024-01-02 03:04:05.000001"],
  ["TIMESTAMP_NS '2024-01-02 03:04:05.123456789'", "2024-01-02 03:04:05.123456789"],
  ["TIMESTAMP_S '2024-01-02 03:04:05'", "2024-01-02 03:04:05"],
  ["TIMESTAMP_MS '2024-01-02 03:04:05.120'", "2024-01-02 03:04:05.12"],
  ["TIMESTAMPTZ '2024-01-02 03:04:05.5+02'", { type: "DateTime", value: "2024-01-02T01:04:05.5Z" }],
  ["'-infinity'::TIMESTAMPTZ", "-infinity"],
  ["INTERVAL '1 month -2 days 00:00:00.000001'", "1 month -2 days 00:00:00.000001"],
  ["NULL::INTEGER", null],
  ["'{\"a\": 1.50}'::JSON", { type: "Json", value: '{"a": 1.50}' }],
  ["[1, NULL, 2]", [1n, null, 2n]],
  ["[]::DOUBLE[]", []],
  ["[[1.0::DOUBLE], []]", [[1], []]],
  ["array_value(1.5::DECIMAL(3, 1), 2)", [{ type: "Decimal", value: "1.5" }, { type: "Decimal", value: "2.0" }]],
  ["{'a': 1, 'b c': [NULL]}", new Map<string, unknown>([["a", 1n], ["b c", [null]]])],
  ["row(1, 2)", { type: "Unsupported", value: "a struct whose members have no names; select them one by one" }],
  ["'-infinity'::DATE", "-infinity"],
  ["'infinity'::TIMESTAMP_NS", "infinity"],
  ["'-infinity'::TIMESTAMP_S", "-infinity"],
  ["'infinity'::TIMESTAMP_MS", "infinity"],
  ["MAP {'k': 1, '': NULL}", new Map<string, unknown>([["k", 1n], ["", null]])],
  ["MAP {1: 'a', 2: 'b'}", new Map([["1", "a"], ["2", "b"]])],
  ["MAP {'1': DATE '2024-01-01'}", new Map([["1", { type: "Date", value: "2024-01-01" }]])],
  ["union_value(num := 1)", new Map([["num", 1n]])],
];

Deno.test("cells have the exact values of DuckDB's types", async () => {
  await using opened = await Opened.open();
  for (const [expression, expected] of CELLS) {
    deepStrictEqual(await opened.rows(`SELECT ${expression}`), [[expected]], expression);
  }
});

Deno.test("a cell that is read can be sent back as a parameter, and is the same value", async () => {
  await using opened = await Opened.open();
  for (const [expression, cell] of CELLS) {
    if (cell instanceof Map || cell === null || (cell as { type?: string }).type === "Unsupported") continue;
    await opened.rows(`CREATE OR REPLACE TABLE t AS SELECT ${expression} AS v, 1 AS id`);
    await opened.rows("INSERT INTO t VALUES ($1, 2)", [cell]);
    deepStrictEqual(await opened.rows("SELECT count(DISTINCT v) FROM t"), [[1n]], expression);
  }
});
