import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { annotate, type Span } from "./annotate.ts";
import { encode } from "./codec.ts";
import type { DriverResponseEnvelope } from "./dto.ts";

const PING = Uint8Array.fromHex("010202011000112233445566778899aabbccddeeff0003");

function endOf(spans: readonly Span[]): number {
  return spans.reduce((at, { offset, length }) => {
    strictEqual(offset, at);
    return at + length;
  }, 0);
}

Deno.test("annotate() explains every primitive of a message", () => {
  deepStrictEqual(annotate("request", "0.7.1", PING), {
    spans: [
      { offset: 0, length: 1, path: "protocolVersion.major", type: "u16", value: 1 },
      { offset: 1, length: 1, path: "protocolVersion.minor", type: "u16", value: 2 },
      { offset: 2, length: 1, path: "requestId", type: "u64", value: 2n },
      { offset: 3, length: 1, path: "sessionId", type: "option tag", value: true },
      { offset: 4, length: 17, path: "sessionId", type: "uuid", value: "00112233-4455-6677-8899-aabbccddeeff" },
      { offset: 21, length: 1, path: "timeoutMs", type: "option tag", value: false },
      { offset: 22, length: 1, path: "body", type: "variant of DriverRequestBody", value: "Ping" },
    ],
    omitted: 0,
    error: null,
    pass: "strict",
  });
});

Deno.test("annotate() explains the cells of a result with their rows and types", () => {
  const result = {
    shape: "Table" as const,
    columns: [],
    rows: [[1n, 1.5, "é", null], [new Uint8Array([7]), new Map([["k", true]]), { type: "Date" as const, value: "d" }]],
    executionTimeMs: 0n,
  };
  const envelope: DriverResponseEnvelope = {
    protocolVersion: { major: 1, minor: 2 },
    requestId: 1n,
    done: true,
    body: { type: "ExecuteResult", result },
  };
  const { spans } = annotate("response", "0.7.1", encode("response", "0.7.1", envelope));
  const cells = spans.filter(({ path }) => path.startsWith("body.result.rows"));
  deepStrictEqual(cells.map(({ path, type, value }) => [path.slice("body.result.".length), type, value]), [
    ["rows", "count", 2],
    ["rows[0]", "count", 4],
    ["rows[0][0]", "variant of Value", "Int"],
    ["rows[0][0]", "i64", 1n],
    ["rows[0][1]", "variant of Value", "Float"],
    ["rows[0][1]", "f64", 1.5],
    ["rows[0][2]", "variant of Value", "Text"],
    ["rows[0][2]", "text", "é"],
    ["rows[0][3]", "variant of Value", "Null"],
    ["rows[1]", "count", 3],
    ["rows[1][0]", "variant of Value", "Bytes"],
    ["rows[1][0]", "bytes", new Uint8Array([7])],
    ["rows[1][1]", "variant of Value", "Document"],
    ["rows[1][1]", "count", 1],
    ["rows[1][1][0]", "key", "k"],
    ["rows[1][1][0]", "variant of Value", "Bool"],
    ["rows[1][1][0]", "bool", true],
    ["rows[1][2]", "variant of Value", "Date"],
    ["rows[1][2]", "text", "d"],
  ]);
});

Deno.test("annotate() of a broken payload ends at the byte at fault", () => {
  for (let length = 0; length < PING.length; length++) {
    const { spans, error, pass } = annotate("request", "0.7.1", PING.subarray(0, length));
    ok(error !== null, `${length} bytes`);
    strictEqual(pass, null);
    strictEqual(endOf(spans), error.offset);
  }
  const { spans, error } = annotate("request", "0.7.1", Uint8Array.fromHex("010202000063"));
  strictEqual(error?.reason, "expected a variant of DriverRequestBody from 0 to 55, found 99");
  deepStrictEqual([error.offset, error.path, error.header?.body], [5, "body", null]);
  strictEqual(spans.at(-1)?.path, "timeoutMs");
});

Deno.test("annotate() keeps up to maxSpans spans and counts the others", () => {
  const { spans, omitted } = annotate("request", "0.7.1", PING, { maxSpans: 2 });
  deepStrictEqual([spans.length, omitted], [2, 5]);
});
