import { deepStrictEqual, ok, strictEqual, throws } from "node:assert/strict";
import { annotate } from "./annotate.ts";
import { decode, encode, type Role } from "./codec.ts";
import type { DriverRequestEnvelope, DriverResponseEnvelope, QueryResultDto, Value } from "./dto.ts";
import { fromExactJson, toExactJson } from "./exact_json.ts";
import { describe } from "./describe.ts";
import { helloOf } from "./client/handshake.ts";
import { codecOf, driverVersions, type Layout, LAYOUTS } from "./layout.ts";
import { layoutHas } from "./since.ts";
import type { Limits } from "./limits.ts";
import { malformed, resultWith, rowsOf, V1_2 } from "./testing/results.ts";

const CELLS: Value[] = [
  null,
  true,
  false,
  0n,
  -1n,
  9_223_372_036_854_775_807n,
  -9_223_372_036_854_775_808n,
  0,
  -0,
  1.5,
  NaN,
  Infinity,
  -Infinity,
  5e-324,
  "",
  "plain",
  "\ufeffmark first",
  "naïve 😀 текст",
  "x".repeat(100),
  "é".repeat(100),
  new Uint8Array(0),
  new Uint8Array([0, 255, 1]),
  [],
  [1n, ["nested", null]],
  new Map<string, Value>(),
  new Map<string, Value>([["b", 1n], ["a", [new Map([["__proto__", null]])]]]),
  { type: "Json", value: "{}" },
  { type: "Decimal", value: "1.10" },
  { type: "DateTime", value: "2024-01-02T03:04:05.120Z" },
  { type: "Date", value: "2024-01-02" },
  { type: "Time", value: "03:04:05.000006" },
  { type: "ObjectId", value: "000000000000000000000000" },
  { type: "Unsupported", value: "point" },
];

for (const layout of LAYOUTS) {
  Deno.test(`encode() and decode() keep every kind of cell in layout ${layout}`, () => {
    const bytes = encode("response", layout, resultWith([CELLS, [...CELLS].reverse()]));
    const { envelope, pass } = decode("response", layout, bytes);
    strictEqual(pass, "strict");
    deepStrictEqual(rowsOf(envelope), [CELLS, [...CELLS].reverse()]);
    ok(Object.is(rowsOf(envelope)[0]![8], -0));
  });
}

Deno.test("decode() returns fields that a layout lacks as null, and encode() skips them", () => {
  const column = { name: "a", typeName: "T", kind: "Integer", nullable: true, isPrimaryKey: false } as const;
  const envelope = resultWith([]);
  (envelope.body as { result: QueryResultDto }).result.columns = [column];
  const read = (layout: Layout) => {
    const { body } = decode("response", layout, encode("response", layout, envelope)).envelope;
    return (body as { result: QueryResultDto }).result.columns[0]!.kind;
  };
  deepStrictEqual(LAYOUTS.map(read), [null, null, "Integer", "Integer", "Integer", "Integer"]);
});

Deno.test("encode() writes the declared default for a missing field", () => {
  const column = { name: "a", typeName: "T", nullable: true, isPrimaryKey: false };
  const envelope = resultWith([]);
  (envelope.body as { result: QueryResultDto }).result.columns = [column];
  const { body } = decode("response", "0.6", encode("response", "0.6", envelope)).envelope;
  strictEqual((body as { result: QueryResultDto }).result.columns[0]!.kind, "Unknown");
});

Deno.test("encode() refuses a variant that the layout lacks, naming both", () => {
  const envelope: DriverResponseEnvelope = {
    protocolVersion: V1_2,
    requestId: 1n,
    done: false,
    body: {
      type: "EmitAuditEvent",
      tsMs: 0n,
      level: "Info",
      category: "Query",
      action: "a",
      outcome: "Success",
      summary: "s",
    },
  };
  const error = malformed(() => encode("response", "0.5", envelope));
  strictEqual(error.reason, "DriverResponseBody EmitAuditEvent does not exist in layout 0.5");
  strictEqual(error.path, "body");
});

Deno.test("encode() masks capability bits that the layout lacks (H9)", () => {
  const hello = decode("response", "0.7.1", Uint8Array.fromHex(MOCK_HELLO_0_7)).envelope;
  const body = hello.body as Extract<DriverResponseEnvelope["body"], { type: "Hello" }>;
  body.driverMetadata.capabilities = 0xffff_ffff_ffff_ffffn;
  const masks = LAYOUTS.map((layout) => {
    const again = decode("response", layout, encode("response", layout, hello)).envelope.body as typeof body;
    return again.driverMetadata.capabilities;
  });
  const [old, six, seven] = [0x7fff_ffff_ffffn, 0xff_ffff_ffff_ffffn, 0x1fff_ffff_ffff_ffffn];
  deepStrictEqual(masks, [old, old, six, seven, seven, seven]);
});

const MOCK_HELLO_0_7 = vector("mock hello", "v0.7.7");

function vector(set: string, name: string): string {
  const lines = Deno.readTextFileSync(new URL("../../tests/vectors/dbflux-vectors.jsonl", import.meta.url)).trim();
  return lines.split("\n").map((line) => JSON.parse(line)).find((one) => one.set === set && one.name === name).hex;
}

Deno.test("decode() empties a bit set with an unknown bit, as the real reader does (H9)", () => {
  // 0x7c4000010 as a varint, then with bit 63 set.
  const hex = MOCK_HELLO_0_7.replace("908080a07c", "908080a0fc8080808001");
  const { body } = decode("response", "0.7.1", Uint8Array.fromHex(hex)).envelope;
  strictEqual((body as { driverMetadata: { capabilities: bigint } }).driverMetadata.capabilities, 0n);
});

Deno.test("decode() names offset, path and list index of an error", () => {
  const bytes = encode("response", "0.7.1", resultWith([["a", 1n], ["b", 2n]]));
  const broken = bytes.slice();
  broken[broken.lastIndexOf(0x62) - 2] = 15;
  const error = malformed(() => decode("response", "0.7.1", broken));
  strictEqual(error.path, "body.result.rows[1][0]");
  strictEqual(error.reason, "expected a variant of Value from 0 to 14, found 15");
  strictEqual(broken[error.offset], 15);
  strictEqual(
    error.message,
    `Cannot decode response in layout 0.7.1: ${error.reason}, at byte ${error.offset} in body.result.rows[1][0]`,
  );
});

Deno.test("decode() returns the header of a message with an unreadable body", () => {
  const error = malformed(() => decode("request", "0.7.1", Uint8Array.fromHex("010203000004ff")));
  deepStrictEqual(error.header, { protocolVersion: V1_2, requestId: 3n, sessionId: null, body: "Execute" });
  const unknown = malformed(() => decode("request", "0.7.1", Uint8Array.fromHex("010203000038")));
  deepStrictEqual(unknown.header, { protocolVersion: V1_2, requestId: 3n, sessionId: null, body: null });
  strictEqual(unknown.reason, "expected a variant of DriverRequestBody from 0 to 55, found 56");
  strictEqual(malformed(() => decode("request", "0.7.1", new Uint8Array(0))).header, null);
});

const NOT_THERE: readonly [role: string, layout: string, limits: Partial<Limits>, found: string][] = [
  ["request", "9.9", {}, '"9.9"'],
  ["request", "", {}, '""'],
  ["__proto__", "0.7.1", {}, '"__proto__"'],
  ["request", "0.7.1", { maxDepth: -1 }, "number -1"],
  ["request", "0.7.1", { maxDepth: 1_001 }, "number 1001"],
  ["request", "0.7.1", { maxDepth: 1.5 }, "number 1.5"],
  ["request", "0.7.1", { maxDepth: "9" as unknown as number }, '"9"'],
  ["request", "0.7.1", { maxRequestValues: NaN }, "number NaN"],
  ["request", "0.7.1", { maxRequestValues: Infinity }, "number Infinity"],
  ["request", "0.7.1", { maxRequestValues: 2 ** 32 }, "number 4294967296"],
  ["request", "0.7.1", { maxFrameBytes: -5 }, "number -5"],
];

const UNWRITABLE: readonly [unknown, string, string][] = [
  ["\ud800", "expected text, found a lone surrogate", "body.result.rows[0][0]"],
  ["a\udc00".repeat(50), "expected text, found a lone surrogate", "body.result.rows[0][0]"],
  [
    2n ** 63n,
    "expected -9223372036854775808 to 9223372036854775807, found 9223372036854775808",
    "body.result.rows[0][0]",
  ],
  [{ type: "Nothing", value: "" }, "expected a database value, found an object of Object", "body.result.rows[0][0]"],
  [[{ type: "Json", value: 1 }], "expected text, found number 1", "body.result.rows[0][0][0]"],
  [() => {}, "expected a database value, found a function", "body.result.rows[0][0]"],
];

Deno.test("encode() refuses a cell that the wire cannot carry, with its path", () => {
  for (const [cell, reason, path] of UNWRITABLE) {
    const error = malformed(() => encode("response", "0.7.1", resultWith([[cell as Value]])));
    strictEqual(error.reason, reason);
    strictEqual(error.path, path);
  }
});

Deno.test("encode() refuses numbers that their field cannot hold", () => {
  const envelope = (patch: object): DriverRequestEnvelope => ({
    protocolVersion: V1_2,
    requestId: 1n,
    body: { type: "Ping" },
    ...patch,
  });
  const reason = (patch: object) => malformed(() => encode("request", "0.7.1", envelope(patch))).reason;
  strictEqual(reason({ protocolVersion: { major: 65_536, minor: 0 } }), "expected a u16, found 65536");
  strictEqual(reason({ protocolVersion: { major: 1.5, minor: 0 } }), "expected a u16, found 1.5");
  strictEqual(reason({ requestId: -1n }), "expected 0 to 18446744073709551615, found -1");
  strictEqual(reason({ sessionId: "no uuid" }), 'expected a uuid, found "no uuid"');
  strictEqual(reason({ body: { type: "Pong" } }), 'expected a variant of DriverRequestBody, found "Pong"');
});

Deno.test("decode() reads text that is not UTF-8 as an error with its place", () => {
  const bytes = encode("request", "0.7.1", {
    protocolVersion: V1_2,
    requestId: 1n,
    body: { type: "SchemaForDatabase", database: "abc" },
  });
  bytes[bytes.length - 1] = 0xff;
  const error = malformed(() => decode("request", "0.7.1", bytes));
  strictEqual(error.path, "body.database");
  strictEqual(error.reason, "expected text, found: Tried to parse invalid utf-8");
});

Deno.test("encode() and decode() survive a stack that ends within them: the next call works", () => {
  const nested = (levels: number): Value => levels === 0 ? "MARK" : [nested(levels - 1)];
  const message = resultWith([[nested(64)]]), bytes = encode("response", "0.7.1", message);
  const calls = [
    () => deepStrictEqual(rowsOf(decode("response", "0.7.1", bytes).envelope), [[nested(64)]]),
    () => deepStrictEqual(encode("response", "0.7.1", message), bytes),
  ];
  for (const call of calls) {
    /** Calls from ever deeper, until the stack ends. */
    const descend = (): void => {
      call();
      descend();
    };
    throws(descend);
    for (const next of calls) next();
  }
});

Deno.test("an unknown role, layout or limit is refused before anything runs", () => {
  const bytes = Uint8Array.fromHex("010202000003");
  const { envelope } = decode("request", "0.7.1", bytes);
  for (const [role, layout, limits, found] of NOT_THERE) {
    const message = new RegExp(`found ${found}$`);
    const calls = [
      () => decode(role as Role, layout as Layout, bytes, { limits }),
      () => encode(role as "request", layout as Layout, envelope, { limits }),
      () => annotate(role as Role, layout as Layout, bytes, { limits }),
    ];
    for (const call of calls) throws(call, { name: "RangeError", message });
  }
  throws(() => describe("Icon", { layout: "9.9" as Layout }), RangeError);
  throws(() => annotate("request", "0.7.1", bytes, { maxSpans: -1 }), RangeError);
  for (const layout of ["9.9", "0.7", "", "toString", undefined] as unknown as Layout[]) {
    const calls = [codecOf, driverVersions, (one: Layout) => layoutHas(one, {}), (one: Layout) => helloOf(one, null)];
    for (const call of calls) {
      throws(() => call(layout), { name: "RangeError", message: /expected a layout of 0\.4, 0\.5/ });
    }
  }
  deepStrictEqual(encode("request", "0.7.1", envelope), bytes);
});

Deno.test("encode() keeps a cell whose text makes the memory grow, and those around it", () => {
  const text = "0123456789ab".repeat(2 ** 20);
  const columns = ["a", "b", "c"].map((name) => ({ name, typeName: "TEXT", nullable: true, isPrimaryKey: false }));
  const result: QueryResultDto = { shape: "Table", columns, rows: [[1n, text, "short"]], executionTimeMs: 1n };
  const response: DriverResponseEnvelope = {
    protocolVersion: { major: 1, minor: 2 },
    requestId: 1n,
    done: true,
    body: { type: "ExecuteResult", result },
  };
  const { body } = decode("response", "0.7.1", encode("response", "0.7.1", response)).envelope;
  ok(body.type === "ExecuteResult");
  deepStrictEqual(body.result.rows.map(([a, b, c]) => [a, b === text, c]), [[1n, true, "short"]]);
});

Deno.test("a null in a filter is not the same as no value at all", () => {
  const envelope = (value: Value | null): DriverRequestEnvelope => ({
    protocolVersion: V1_2,
    requestId: 1n,
    sessionId: null,
    timeoutMs: null,
    body: {
      type: "CountTable",
      request: {
        table: { schema: null, name: "t" },
        filter: null,
        semanticFilter: { type: "Predicate", field: { type: "Path", value: ["a"] }, operator: "Eq", value },
      },
    },
  });
  for (const layout of LAYOUTS) {
    for (const value of [null, { type: "Null" } as const]) {
      deepStrictEqual(decode("request", layout, encode("request", layout, envelope(value))).envelope, envelope(value));
      deepStrictEqual(fromExactJson("request", toExactJson("request", envelope(value))), envelope(value));
    }
  }
});

Deno.test("texts of characters of every length are written like TextEncoder writes them", () => {
  const edges = [
    "\x7f",
    "\x80",
    "\u07ff",
    "\u0800",
    "\ud7ff",
    "\ue000",
    "\uffff",
    "\ufeff",
    "\u{10000}",
    "\u{10ffff}",
    "a",
  ];
  const texts = edges.flatMap((one) => edges.map((other) => one + other + one)).flatMap((
    text,
  ) => [text, text.repeat(30)]);
  for (const text of texts) {
    const bytes = encode("response", "0.7.1", resultWith([[text]]));
    deepStrictEqual(rowsOf(decode("response", "0.7.1", bytes).envelope), [[text]]);
    strictEqual(bytes.toHex().includes(new TextEncoder().encode(text).toHex()), true, JSON.stringify(text));
  }
});

Deno.test("byte strings of every length are read as they were written, and share no buffer with another message", () => {
  const lengths = [0, 1, 0, 1_024, 1_025, 16_384, 3, ...Array.from({ length: 40 }, (_, i) => 1_000 + i), 70_000, 2, 0];
  const cells = lengths.map((length, i) => Uint8Array.from({ length }, (_, at) => at * 31 + i));
  const payload = encode("response", "0.7.1", resultWith([cells]));
  const read = () => rowsOf(decode("response", "0.7.1", payload).envelope)[0] as Uint8Array<ArrayBuffer>[];
  const hex = (arrays: readonly Uint8Array[]): string => arrays.map((array) => array.toHex()).join(" ");
  const first = read(), second = read();
  strictEqual(hex(first) === hex(cells), true);
  for (const { buffer } of first) if (!buffer.detached) buffer.transfer();
  strictEqual(hex(second) === hex(cells), true);
  for (const [i, cell] of second.entries()) cell.fill(i);
  deepStrictEqual(second.filter((cell, i) => cell.some((byte) => byte !== i)), [], "none overlaps another");
});

Deno.test("10,000 short byte strings of a message are views of a few buffers", () => {
  const rows = Array.from({ length: 10_000 }, (_, i) => [Uint8Array.of(i, i >> 8)]);
  const read = rowsOf(decode("response", "0.7.1", encode("response", "0.7.1", resultWith(rows))).envelope);
  const cells = read.map(([cell]) => cell as Uint8Array);
  strictEqual(cells.every((cell, i) => cell[0] === (i & 255) && cell[1] === i >> 8), true);
  strictEqual(new Set(cells.map(({ buffer }) => buffer)).size, 2);
});
