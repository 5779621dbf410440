import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { decode, encode } from "./codec.ts";
import type { DriverRequestEnvelope, Value } from "./dto.ts";
import { malformed, resultWith, rowsOf, V1_2 } from "./testing/results.ts";

Deno.test("decode() refuses a count that exceeds the bytes left, before anything is allocated", () => {
  const bytes = encode("response", "0.6", resultWith([]));
  const view = new DataView(bytes.buffer);
  const rowsAt = 4 + 8 + 1 + 1 + 4 + 4 + 8;
  view.setBigUint64(rowsAt, 2n ** 32n, true);
  const error = malformed(() => decode("response", "0.6", bytes));
  strictEqual(error.reason, `count 4294967296 exceeds the ${bytes.length - rowsAt - 8} bytes left`);
  deepStrictEqual([error.offset, error.path], [rowsAt, "body.result.rows"]);
});

Deno.test("maxDepth holds on the way in and on the way out", () => {
  const nest = (levels: number): Value => levels === 0 ? null : [nest(levels - 1)];
  const deepest = encode("response", "0.7.1", resultWith([[nest(64)]]));
  deepStrictEqual(rowsOf(decode("response", "0.7.1", deepest).envelope), [[nest(64)]]);
  strictEqual(
    malformed(() => decode("response", "0.7.1", deepest, { limits: { maxDepth: 63 } })).reason,
    "nested deeper than maxDepth 63",
  );
  const error = malformed(() => encode("response", "0.7.1", resultWith([[nest(65)]])));
  strictEqual(error.reason, "nested deeper than maxDepth 64");
  strictEqual(error.path, `body.result.rows[0][0]${"[0]".repeat(64)}`);
});

Deno.test("the limit on values holds on the way in and on the way out", () => {
  const rows: Value[][] = Array.from({ length: 10 }, () => [1n, 2n]);
  const bytes = encode("response", "0.7.1", resultWith(rows), { limits: { maxResponseValues: 30 } });
  decode("response", "0.7.1", bytes, { limits: { maxResponseValues: 30 } });
  const limits = { maxResponseValues: 29 };
  strictEqual(
    malformed(() => decode("response", "0.7.1", bytes, { limits })).reason,
    "count 2 exceeds what is left of maxValues 29",
  );
  strictEqual(
    malformed(() => encode("response", "0.7.1", resultWith(rows), { limits })).reason,
    "more values than the limit of 29",
  );
});

Deno.test("values that become objects count more, on the way in and on the way out", () => {
  const costs: [Value, number][] = [[new Uint8Array(0), 8], [[], 4], [new Map(), 8], [new Map([["k", [1n]]]), 13], [
    "",
    1,
  ]];
  for (const layout of ["0.6", "0.8"] as const) {
    for (const [cell, cost] of costs) {
      const message = resultWith([[cell, cell]]), exact = { maxResponseValues: 1 + 2 * cost };
      const bytes = encode("response", layout, message, { limits: exact });
      deepStrictEqual(rowsOf(decode("response", layout, bytes, { limits: exact }).envelope), [[cell, cell]]);
      const limits = { maxResponseValues: 2 * cost };
      malformed(() => encode("response", layout, message, { limits }));
      malformed(() => decode("response", layout, bytes, { limits }));
    }
  }
});

Deno.test("decode() refuses a frame of four million empty documents before it makes any", () => {
  const bytes = encode("response", "0.8", resultWith([[new Map(), new Map()]])).toHex();
  const more = Uint8Array.fromHex(bytes.replace("0102" + "0c000c00", `018092f401${"0c00".repeat(4_000_000)}`));
  strictEqual(
    malformed(() => decode("response", "0.8", more)).reason,
    "count 4000000 exceeds what is left of maxValues 4000000",
  );
  const fewer = Uint8Array.fromHex(bytes.replace("0102" + "0c000c00", `0180897a${"0c00".repeat(2_000_000)}`));
  strictEqual(
    malformed(() => decode("response", "0.8", fewer)).reason,
    "count 7 exceeds what is left of maxValues 4000000",
  );
});

Deno.test("encode() refuses a filter that contains itself too deeply", () => {
  let filter: NonNullable<Extract<DriverRequestEnvelope["body"], { type: "CountTable" }>["request"]["semanticFilter"]> =
    {
      type: "Predicate",
      field: { type: "Path", value: ["a"] },
      operator: "Eq",
    };
  for (let i = 0; i < 65; i++) filter = { type: "Not", value: filter };
  const request = { table: { name: "t" }, semanticFilter: filter };
  const envelope: DriverRequestEnvelope = {
    protocolVersion: V1_2,
    requestId: 1n,
    body: { type: "CountTable", request },
  };
  strictEqual(malformed(() => encode("request", "0.7.1", envelope)).reason, "nested deeper than maxDepth 64");
});
