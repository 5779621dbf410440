import { deepStrictEqual, ok, strictEqual, throws } from "node:assert/strict";
import {
  type CodecName,
  codecOf,
  type ColumnMeta,
  DEFAULT_LIMITS,
  encode,
  type Layout,
  LAYOUTS,
  type Value,
} from "@fluxwire/wire";
import { EncodedRows, encodeRows, RowEncoder } from "@fluxwire/wire/rows";
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

/** The least limit with which something is not refused. */
function least(run: (limit: number) => unknown): number {
  let limit = 1;
  while (isRefused(() => run(limit))) limit++;
  return limit;
}

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
  throws(refused({ type: "constructor", value: "x" }), { message: `${text}it is no database value` });
  const nested = (depth: number): Value => depth === 0 ? 1n : [nested(depth - 1)];
  ok(encodeRows("postcard", [[nested(64)]], DEFAULT_LIMITS).byteLength > 64);
  throws(() => encode("response", "0.7.1", answerOf([[nested(65)]], null)), /nested deeper than maxDepth 64/);
  throws(refused(nested(65)), { message: `${text}it is nested deeper than maxDepth 64` });
});

Deno.test("RowEncoder.utf8() writes the bytes of cell()", () => {
  const written = (codec: CodecName, write: (rows: RowEncoder) => void): string => {
    let hex = "";
    const rows = new RowEncoder(codec, DEFAULT_LIMITS, (chunk) => hex += chunk.toHex());
    rows.begin(1);
    write(rows);
    rows.finish();
    return hex;
  };
  for (const codec of ["bincode", "postcard"] as const) {
    for (
      const text of ["", "a", "é", "\uFEFF", "a".repeat(64), `${"a".repeat(63)}é`, "a".repeat(65), "é".repeat(70_000)]
    ) {
      const bytes = new TextEncoder().encode(`--${text}--`);
      for (const type of ["Json", "Decimal"] as const) {
        strictEqual(
          written(codec, (rows) => rows.utf8(type, bytes, 2, bytes.length - 2)),
          written(codec, (rows) => rows.cell({ type, value: text })),
        );
      }
    }
    const damaged = Uint8Array.of(0x61, 0xff);
    const replaced = written(codec, (rows) => rows.cell("a\uFFFD"));
    strictEqual(written(codec, (rows) => rows.utf8("Text", damaged, 0, 2)), replaced);
  }
});

/** An array with an array of each length up to two. */
const LISTS: Value = ["a", [[], ["é", 1n], "a".repeat(65)], Uint8Array.of(0xff)];

/** Rows with {@link LISTS}, written part by part. */
function encodeLists(codec: CodecName, count: number, maxResponseValues: number): EncodedRows {
  const [ascii, accent, long] = ["a", "é", "a".repeat(65)].map((text) => new TextEncoder().encode(text));
  const chunks: Uint8Array[] = [], limits = { ...DEFAULT_LIMITS, maxResponseValues };
  const rows = new RowEncoder(codec, limits, (chunk) => chunks.push(chunk.slice()));
  for (let i = 0; i < count; i++) {
    rows.begin(2);
    rows.list(3);
    rows.textOrBytes(ascii!);
    rows.list(3);
    rows.list(0);
    rows.list(2);
    rows.textOrBytes(accent!);
    rows.cell(1n);
    rows.textOrBytes(long!);
    rows.textOrBytes(Uint8Array.of(0xff));
    rows.cell(null);
  }
  rows.finish();
  return new EncodedRows(codec, count, chunks);
}

Deno.test("RowEncoder.list() and textOrBytes() write the bytes of encode(), and count as many values", () => {
  const answer = (count: number): QueryAnswer => {
    const { body, ...rest } = answerOf([], null);
    return { ...rest, body: { ...body, result: { ...body.result, rows: new Array(count).fill([LISTS, null]) } } };
  };
  for (const layout of ["0.6", "0.7.1"] as const) {
    const parts = answerParts(layout, answerOf([], null), encodeLists(codecOf(layout), 3, 1_000));
    ok(isSame(Uint8Array.from(parts.flatMap((part) => [...part])), encode("response", layout, answer(3))));
  }
  const own = (count: number) => least((limit) => encodeLists("postcard", count, limit));
  const whole = (count: number) =>
    least((limit) => encode("response", "0.7.1", answer(count), { limits: { maxResponseValues: limit } }));
  strictEqual(own(8) - own(4), whole(8) - whole(4));
});

Deno.test("RowEncoder.cell() names the column of an element that the wire cannot carry", () => {
  const rows = new RowEncoder("postcard", DEFAULT_LIMITS, () => {});
  rows.begin(2);
  rows.cell(null);
  rows.list(1);
  throws(() => rows.cell("\ud800"), { message: "Cannot send row 0, column 2: its text has a lone surrogate" });
});

Deno.test("answerParts() refuses rows of another serializer", () => {
  throws(() => answerParts("0.6", answerOf([], null), encodeRows("postcard", [], DEFAULT_LIMITS)), {
    name: "TypeError",
    message: "Cannot encode answer: its rows are postcard, and layout 0.6 is bincode",
  });
});

Deno.test("RowEncoder refuses rows with another number of cells or elements than announced, and cells that are no bytes", () => {
  const wrong: [(rows: RowEncoder) => void, RegExp][] = [
    [(rows) => rows.begin(1), /^TypeError: Cannot send row 0: it has 0 cells where 1 were announced$/],
    [(rows) => (rows.begin(0), rows.cell(1n)), /it has 1 cells where 0 were announced$/],
    [(rows) => (rows.begin(1), rows.list(2), rows.cell(1n)), /, and 1 elements of lists are missing$/],
    [
      (rows) => (rows.begin(1), rows.textOrBytes(1.5 as never)),
      /^TypeError: Cannot send cell: expected bytes, found number$/,
    ],
    [(rows) => (rows.begin(1), rows.textOrBytes(null as never)), /expected bytes, found object$/],
  ];
  for (const [write, expected] of wrong) {
    for (const end of [(rows: RowEncoder) => rows.finish(), (rows: RowEncoder) => rows.begin(0)]) {
      const rows = new RowEncoder("postcard", DEFAULT_LIMITS, () => {});
      throws(() => {
        write(rows);
        end(rows);
      }, expected);
    }
  }
});

/** Bytes that say of themselves what is not so. */
class Lying extends Uint8Array {
  override get length(): number {
    return 400;
  }
  override slice(): Uint8Array<ArrayBuffer> {
    return new Uint8Array(3);
  }
}

class LyingMap extends Map<string, Value> {
  override get size(): number {
    return 400;
  }
}

Deno.test("RowEncoder.add() writes what bytes, maps and lists have, whatever their classes say, and nothing of earlier rows", () => {
  const shared = new Uint8Array(new SharedArrayBuffer(2)), sparse: Value[] = [];
  sparse[2] = 1n;
  const cells: [Value, Value][] = [
    [new Lying(2), new Uint8Array(2)],
    [new Lying(70_000), new Uint8Array(70_000)],
    [shared, new Uint8Array(2)],
    [new LyingMap([["a", 1n]]), new Map([["a", 1n]])],
    [sparse, [null, null, 1n]],
  ];
  for (const codec of ["bincode", "postcard"] as const) {
    for (const [cell, plain] of cells) {
      encodeRows(codec, [["earlier".repeat(1_000)]], DEFAULT_LIMITS);
      deepStrictEqual(
        bytesOf(encodeRows(codec, [[cell]], DEFAULT_LIMITS)),
        bytesOf(encodeRows(codec, [[plain]], DEFAULT_LIMITS)),
      );
    }
  }
});

Deno.test("RowEncoder.add() refuses bytes that are gone, and maps that change while they are written", () => {
  const gone = new Uint8Array(5);
  gone.buffer.transfer();
  throws(
    () => encodeRows("postcard", [[1n, gone]], DEFAULT_LIMITS),
    /row 0, column 2: .* was transferred or has shrunk/,
  );
  for (
    const change of [(map: Map<string, Value>) => map.delete("b"), (map: Map<string, Value>) => map.set("c", null)]
  ) {
    const tagged = {
      type: "Json",
      get value(): string {
        change(map);
        return "1";
      },
    } as const;
    const map: Map<string, Value> = new Map<string, Value>([["a", tagged], ["b", 1n]]);
    throws(() => encodeRows("postcard", [[map]], DEFAULT_LIMITS), /row 0, column 1: it changes while it is written/);
  }
});

function bytesOf({ chunks }: EncodedRows): string {
  return chunks.map((chunk) => chunk.toHex()).join("");
}
