import { deepStrictEqual, rejects, strictEqual } from "node:assert/strict";
import { DEFAULT_LIMITS } from "@fluxwire/wire";
import { type QueryResult, toQueryResult } from "./result.ts";
import { date, decimal, float, json, objectId, time, unsupported } from "./value.ts";

const OPTIONS = { startedAt: 0, limits: DEFAULT_LIMITS };

function raise(thrown: unknown): never {
  throw thrown;
}

async function rowsOf(result: QueryResult): Promise<unknown[][]> {
  return (await toQueryResult(result, OPTIONS)).rows;
}

Deno.test("toQueryResult() takes rows as lists and as objects, from any iterable", async () => {
  const expected = [[1n, "a"], [2n, null]];
  deepStrictEqual(await rowsOf({ columns: ["n", "t"], rows: [[1, "a"], [2, null]] }), expected);
  deepStrictEqual(await rowsOf({ rows: [{ n: 1, t: "a" }, { n: 2 }] }), expected);
  deepStrictEqual(await rowsOf({ rows: new Set([{ n: 1, t: "a" }, { n: 2, t: null }]) }), expected);
  async function* rows() {
    yield await Promise.resolve({ n: 1, t: "a" });
    yield { n: 2, t: undefined };
  }
  deepStrictEqual(await rowsOf({ rows: rows() }), expected);
});

Deno.test("toQueryResult() takes the columns from the first row if they are not given", async () => {
  const names = async (result: QueryResult) =>
    (await toQueryResult(result, OPTIONS)).columns.map((column) => column.name);
  deepStrictEqual(await names({ rows: [{ b: 1, a: 2 }] }), ["b", "a"]);
  deepStrictEqual(await names({ rows: [[1, 2]] }), ["column1", "column2"]);
  deepStrictEqual(await names({}), []);
});

Deno.test("toQueryResult() turns JavaScript values into the wire's values", async () => {
  const cells: [unknown, unknown][] = [
    [1, 1n],
    [1.5, 1.5],
    [-0, -0],
    [2 ** 53, 2 ** 53],
    [float(1), 1],
    [undefined, null],
    [2n ** 63n - 1n, 2n ** 63n - 1n],
    [-(2n ** 63n), -(2n ** 63n)],
    [2n ** 63n, { type: "Decimal", value: "9223372036854775808" }],
    [-(2n ** 63n) - 1n, { type: "Decimal", value: "-9223372036854775809" }],
    [[10n ** 38n], [{ type: "Decimal", value: "100000000000000000000000000000000000000" }]],
    [new Map([["sum", 2n ** 64n]]), new Map([["sum", { type: "Decimal", value: "18446744073709551616" }]])],
    [new Date(0), { type: "DateTime", value: "1970-01-01T00:00:00.000Z" }],
    [{ a: 1 }, { type: "Json", value: '{"a":1}' }],
    [{}, { type: "Json", value: "{}" }],
    [Object.create(null), { type: "Json", value: "{}" }],
    [[1, [true]], [1n, [true]]],
    [new Map([["k", 1]]), new Map([["k", 1n]])],
    [decimal("1.10"), { type: "Decimal", value: "1.10" }],
    [json("[]"), { type: "Json", value: "[]" }],
    [date("2024-01-02"), { type: "Date", value: "2024-01-02" }],
    [time("03:04:05"), { type: "Time", value: "03:04:05" }],
    [objectId("0".repeat(24)), { type: "ObjectId", value: "0".repeat(24) }],
    [unsupported("point"), { type: "Unsupported", value: "point" }],
  ];
  for (const [cell, value] of cells) {
    deepStrictEqual(await rowsOf({ columns: ["c"], rows: [[cell as never]] }), [[value]]);
  }
});

Deno.test("toQueryResult() keeps integral numbers Floats in a Float column", async () => {
  deepStrictEqual(await rowsOf({ columns: [{ name: "f", kind: "Float" }], rows: [[1]] }), [[1]]);
});

Deno.test("toQueryResult() names row and column of an invalid cell", async () => {
  await rejects(rowsOf({ rows: [{ a: 1 }, { a: (() => {}) as never }] }), {
    name: "TypeError",
    message: "Cannot send row 1, column a: Cannot send cell: a function is not a database value",
  });
  await rejects(rowsOf({ columns: ["a", "b"], rows: [[1]] }), {
    message: "Cannot send row 0: it has 1 cells for 2 columns",
  });
  await rejects(rowsOf({ rows: [{ a: new Date(NaN) }] }), /the date is invalid/);
  for (const lost of [new Set([1]), new ArrayBuffer(1), /x/, { toJSON() {} }]) {
    await rejects(
      rowsOf({ rows: [{ a: lost as never }] }),
      /column a: Cannot send cell: JSON keeps nothing of a \w+; give/,
    );
  }
});

Deno.test("toQueryResult() names row and column of a cell whose reading throws any value", async () => {
  const rowThatThrows = (thrown: unknown) => Object.defineProperty({ a: 1 }, "b", { get: () => raise(thrown) });
  for (const thrown of [null, undefined, Symbol("s"), Object.create(null), new Error("gone")]) {
    await rejects(rowsOf({ columns: ["a", "b"], rows: [rowThatThrows(thrown) as never] }), {
      name: "TypeError",
      message: /^Cannot send row 0, column b: (gone|reading it throws what is no error)$/,
    });
  }
});

Deno.test("toQueryResult() names a count or a time that is no whole number from 0 on", async () => {
  for (const value of [-1, -1n, NaN, Infinity, 1.5, 2n ** 64n]) {
    await rejects(toQueryResult({ affectedRows: value }, OPTIONS), {
      name: "RangeError",
      message:
        `Cannot send affectedRows: ${value} is no whole number from 0 to 18446744073709551615; leave out what is not known`,
    });
  }
  for (const executionTimeMs of [-1, NaN, Infinity]) {
    await rejects(toQueryResult({ executionTimeMs }, OPTIONS), /^RangeError: Cannot send executionTimeMs: /);
  }
  strictEqual((await toQueryResult({ affectedRows: 2 ** 60 }, OPTIONS)).affectedRows, 2n ** 60n);
});

Deno.test("toQueryResult() returns the count of a write, and text", async () => {
  const write = await toQueryResult({ affectedRows: 3 }, OPTIONS);
  deepStrictEqual([write.affectedRows, write.shape, write.rows], [3n, "Table", []]);
  strictEqual((await toQueryResult({ text: "plan" }, OPTIONS)).textBody, "plan");
  strictEqual((await toQueryResult(undefined, OPTIONS)).affectedRows, null);
});

Deno.test("toQueryResult() reads endless rows no further than a frame can hold, and ends their source", async () => {
  let ended = false;
  function* endless() {
    try {
      for (;;) yield ["x".repeat(100)];
    } finally {
      ended = true;
    }
  }
  const limits = { maxFrameBytes: 1_000, maxResponseValues: 1_000 };
  await rejects(toQueryResult({ rows: endless() }, { ...OPTIONS, limits }), {
    code: "Driver",
    message: /^Cannot send result: its first 11 rows, of at least 1100 bytes, exceed maxFrameBytes 1000; ask for fewer/,
  });
  strictEqual(ended, true);
});

Deno.test("toQueryResult() ends the source of rows when the call is ended", async () => {
  const abort = new AbortController();
  let ended = false;
  async function* rows() {
    try {
      yield await Promise.resolve([1]);
      abort.abort(new Error("over"));
      yield [2];
    } finally {
      ended = true;
    }
  }
  await rejects(toQueryResult({ rows: rows() }, { ...OPTIONS, signal: abort.signal }), /over/);
  strictEqual(ended, true);
});
