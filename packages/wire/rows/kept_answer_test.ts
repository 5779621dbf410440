import { deepStrictEqual, strictEqual, throws } from "node:assert/strict";
import { codecOf, DEFAULT_LIMITS, encode, type Layout, LAYOUTS, type QueryResultDto, type Value } from "@fluxwire/wire";
import { encodeRows } from "@fluxwire/wire/rows";
import type { QueryAnswer } from "./answer_parts.ts";
import { KeptAnswer } from "./kept_answer.ts";

const RESULT: QueryResultDto = {
  shape: "Table",
  columns: [{ name: "n", typeName: "INT", kind: "Integer", nullable: true, isPrimaryKey: false }],
  rows: [],
  affectedRows: null,
  executionTimeMs: 0n,
  textBody: null,
  rawBytes: null,
  nextPageToken: null,
};

function answerOf(
  requestId: bigint,
  changes: Partial<QueryResultDto> = {},
  more: Partial<QueryAnswer> = {},
): QueryAnswer {
  const body = { type: "ExecuteResult", result: { ...RESULT, ...changes } } as const;
  return { protocolVersion: { major: 1, minor: 2 }, requestId, sessionId: null, done: true, body, ...more };
}

/** Compares what is kept with the codec's bytes, for answers that follow each other. */
function check(layout: Layout, answers: readonly (readonly [QueryAnswer, Value[][]])[]): void {
  const kept = new KeptAnswer();
  for (const [answer, rows] of answers) {
    const parts = kept.parts(layout, answer, encodeRows(codecOf(layout), rows, DEFAULT_LIMITS));
    const whole = { ...answer, body: { ...answer.body, result: { ...answer.body.result, rows } } };
    const hex = parts.map((part) => part.toHex()).join("");
    strictEqual(hex, encode("response", layout, whole).toHex(), `id ${answer.requestId}`);
  }
}

const IDS = [0n, 1n, 127n, 128n, 16_384n, 2n ** 31n, 2n ** 32n - 1n, 2n ** 32n, 2n ** 64n - 1n, 5n, 6n, 7n];

for (const layout of LAYOUTS) {
  Deno.test(`answers that follow each other have the bytes of encode() in layout ${layout}`, () => {
    check(layout, IDS.map((id, i) => [answerOf(id), new Array(i % 3).fill([BigInt(i)])]));
    const rows = [[1n]], sessionId = "00112233-4455-6677-8899-aabbccddeeff";
    const changed: QueryAnswer[] = [
      answerOf(1n, { affectedRows: 0n }),
      answerOf(1n, { affectedRows: 1n }),
      answerOf(1n, { executionTimeMs: 1n }),
      answerOf(1n, { textBody: "null" }),
      answerOf(1n, { nextPageToken: "" }),
      answerOf(1n, { shape: "Text" }),
      answerOf(1n, { rawBytes: Uint8Array.of(1) }),
      answerOf(1n, { rawBytes: Uint8Array.of(2) }),
      answerOf(1n, { columns: [] }),
      answerOf(1n, { columns: [{ ...RESULT.columns[0]!, name: "m" }] }),
      answerOf(1n, {}, { sessionId }),
      answerOf(1n, {}, { done: false }),
      answerOf(1n, {}, { protocolVersion: { major: 1, minor: 3 } }),
      answerOf(1n, {}, { body: { type: "BrowseResult", result: RESULT } }),
      answerOf(1n, {}, { body: { type: "ExecuteWithHandleResult", handleId: sessionId, result: RESULT } }),
    ];
    for (const other of changed) {
      const same = answerOf(2n);
      check(layout, [same, same, other, other, other, same, same].map((answer) => [answer, rows] as const));
    }
  });
}

Deno.test("KeptAnswer.parts() refuses rows of another serializer, however often the answer came before", () => {
  const kept = new KeptAnswer(), rows = encodeRows("postcard", [], DEFAULT_LIMITS);
  const parts = [1n, 2n, 3n].map((id) => kept.parts("0.7.1", answerOf(id), rows).length);
  deepStrictEqual(parts, [3, 5, 5]);
  throws(() => kept.parts("0.7.1", answerOf(4n), encodeRows("bincode", [], DEFAULT_LIMITS)), { name: "TypeError" });
});
