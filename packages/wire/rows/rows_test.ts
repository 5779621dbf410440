import { deepStrictEqual, ok, throws } from "node:assert/strict";
import { codecOf, type ColumnMeta, DEFAULT_LIMITS, encode, type Layout, LAYOUTS, type Value } from "@fluxwire/wire";
import { encodeRows, RowEncoder } from "@fluxwire/wire/rows";
import { answerParts, type QueryAnswer } from "./answer_parts.ts";

const COLUMNS: ColumnMeta[] = [
  { name: "rows", typeName: "\0", kind: "Unknown", nullable: true, isPrimaryKey: false },
];

/** Every kind of cell, and both sides of each length and size at which another form begins. */
const CELLS: Value[] = [
  null,
  true,
  false,
  ...[0n, 1n, -1n, 63n, 64n, -64n, -65n, 2n ** 31n, -(2n ** 31n), 2n ** 32n, 2n ** 52n - 1n, -(2n ** 53n) - 1n],
  ...[2n ** 63n - 1n, -(2n ** 63n)],
  ...[0, -0, 1, 1.5, NaN, Infinity, -Infinity, Number.MIN_VALUE],
  ...["", "a", "\0", "é", "\u{1f600}", "\uFFFD", `${"a".repeat(63)}é`],
  ...[63, 64, 65, 127, 128, 16_383, 16_384, 65_515, 65_536, 70_000].map((length) => "a".repeat(length)),
  ...[128, 65_536, 200_000].map((length) => "é".repeat(length)),
  ...(["Json", "Decimal", "DateTime", "Date", "Time", "ObjectId", "Unsupported"] as const).flatMap((type) =>
    ["1", "é".repeat(70)].map((value) => ({ type, value }))
  ),
  { type: "Null" },
  [],
  [1n, ["a", null, [new Uint8Array(200)]], { type: "Decimal", value: "1.50" }],
  Array.from({ length: 200 }, (_, i) => `é${i}`),
  new Map(),
  new Map<string, Value>([["", 1.5], ["é".repeat(100), new Map([["b", [true]]])]]),
  ...[0, 1, 127, 128, 65_535, 65_536, 140_000].map((length) => new Uint8Array(length).fill(7)),
];

function answerOf(rows: Value[][], affectedRows: bigint | null): QueryAnswer {
  return {
    protocolVersion: { major: 1, minor: 1 },
    requestId: 2n ** 64n - 1n,
    sessionId: "00112233-4455-6677-8899-aabbccddeeff",
    done: true,
    body: {
      type: "ExecuteResult",
      result: {
        shape: "Table",
        columns: COLUMNS,
        rows,
        affectedRows,
        executionTimeMs: 1n,
        textBody: null,
        rawBytes: null,
        nextPageToken: "next",
      },
    },
  };
}

/** The bytes of an answer whose rows were encoded apart. */
function joined(layout: Layout, answer: QueryAnswer, rows: Value[][]): Uint8Array {
  const parts = answerParts(layout, answer, encodeRows(codecOf(layout), rows, DEFAULT_LIMITS));
  return Uint8Array.from(parts.flatMap((part) => [...part]));
}

for (const layout of LAYOUTS) {
  Deno.test(`answerParts() with encoded rows gives the bytes of encode() in layout ${layout}`, () => {
    const many = Array.from({ length: 300 }, (_, i): Value[] => [BigInt(i) * 1_000_000_007n, `row ${i}`, i / 3]);
    for (const rows of [[], [[]], [[], []], CELLS.map((cell) => [cell]), [CELLS], many]) {
      for (const affectedRows of [null, 0n, 300n]) {
        const expected = encode("response", layout, answerOf(rows, affectedRows));
        ok(isSame(joined(layout, answerOf([], affectedRows), rows), expected), `${rows.length} rows`);
      }
    }
  });
}

/** Whether two arrays have the same bytes. */
function isSame(a: Uint8Array, b: Uint8Array): boolean {
  return a.length === b.length && a.every((byte, i) => byte === b[i]);
}

Deno.test("RowEncoder.add() counts values as encode() does", () => {
  const least = (run: (limit: number) => unknown): number => {
    let limit = 1;
    while (isRefused(() => run(limit))) limit++;
    return limit;
  };
  const needed = (rows: Value[][]) => {
    const own = least((limit) => encodeRows("postcard", rows, { ...DEFAULT_LIMITS, maxResponseValues: limit }));
    const options = (limit: number) => ({ limits: { maxResponseValues: limit } });
    return [own, least((limit) => encode("response", "0.7.1", answerOf(rows, null), options(limit)))] as const;
  };
  const of = (cell: Value, count: number) => needed(Array.from({ length: count }, () => [cell, null]));
  for (
    const cell of [1n, "a", new Uint8Array(1), [1n, [2n]], new Map([["a", [1n]]]), {
      type: "Json",
      value: "1",
    }] as Value[]
  ) {
    const few = of(cell, 10), more = of(cell, 20);
    deepStrictEqual(more[0] - few[0], more[1] - few[1]);
  }
});

function isRefused(run: () => unknown): boolean {
  try {
    run();
    return false;
  } catch {
    return true;
  }
}

Deno.test("RowEncoder.add() stops at the first row that makes the result too long, and names the limit", () => {
  for (const cell of ["a".repeat(100), "é".repeat(100), new Uint8Array(100)]) {
    const chunks: Uint8Array[] = [];
    const rows = new RowEncoder("bincode", { maxFrameBytes: 1_000, maxResponseValues: 100 }, (one) => chunks.push(one));
    throws(() => {
      for (let i = 0; i < 100; i++) rows.add([cell]);
    }, {
      name: "RowError",
      message: /^Cannot send result: its first \d+ rows, of at least 1\d\d\d bytes, exceed maxFrameBytes 1000; ask/,
    });
    ok(rows.count <= 10);
  }
  const values = new RowEncoder("bincode", { maxFrameBytes: 1_000, maxResponseValues: 10 }, () => {});
  values.add([1n, 2n, 3n]);
  throws(() => values.add(new Array(7).fill(null)), {
    message:
      "Cannot send result: its first 2 rows, of at least 12 values, exceed maxResponseValues 10; ask for fewer rows or columns, for example with LIMIT",
  });
});

Deno.test("RowEncoder.add() refuses a text or bytes longer than a frame before it copies them", () => {
  for (const cell of ["x".repeat(2_000_000), new Uint8Array(2_000_000)]) {
    throws(() => encodeRows("postcard", [[cell]], { maxFrameBytes: 1_000_000, maxResponseValues: 10 }), {
      message: /of at least 2000000 bytes, exceed maxFrameBytes 1000000/,
    });
  }
});

Deno.test("RowEncoder.add() refuses cells that the wire cannot carry", () => {
  const refused = (cell: unknown) => () => encodeRows("postcard", [[], [null, cell as Value]], DEFAULT_LIMITS);
  const text = "Cannot send row 1, column 2: ";
  throws(refused(2n ** 63n), { message: `${text}its integer has more than 64 bits` });
  throws(refused("a\ud800"), { message: `${text}its text has a lone surrogate` });
  throws(refused({ type: "Day", value: "x" }), { message: `${text}it is no database value` });
  const nested = (depth: number): Value => depth === 0 ? 1n : [nested(depth - 1)];
  ok(encodeRows("postcard", [[nested(64)]], DEFAULT_LIMITS).byteLength > 64);
  throws(() => encode("response", "0.7.1", answerOf([[nested(65)]], null)), /nested deeper than maxDepth 64/);
  throws(refused(nested(65)), { message: `${text}it is nested deeper than maxDepth 64` });
});

Deno.test("answerParts() refuses rows of another serializer", () => {
  throws(() => answerParts("0.6", answerOf([], null), encodeRows("postcard", [], DEFAULT_LIMITS)), {
    name: "TypeError",
    message: "Cannot encode answer: its rows are postcard, and layout 0.6 is bincode",
  });
});
