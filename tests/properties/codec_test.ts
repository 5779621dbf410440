import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { fc } from "./fast_check.ts";
import { decode, encode, fromExactJson, type QueryResultDto, toExactJson, type Value } from "@fluxwire/wire";
import { assertWritable, outcomeOf } from "../hostile/outcome.ts";
import { anyMessage, anyPlace, RUNS } from "./drawn.ts";

Deno.test("any message of the tables is read as it was written", () =>
  fc.assert(
    fc.property(anyMessage(), ({ role, layout, envelope }) => {
      const bytes = encode(role, layout, envelope);
      deepStrictEqual(decode(role, layout, bytes), { envelope, pass: "strict" });
      deepStrictEqual(fromExactJson(role, toExactJson(role, envelope)), envelope);
    }),
    RUNS,
  ));

Deno.test("any bytes give an error or a message", () =>
  fc.assert(
    fc.property(anyPlace(), fc.uint8Array({ maxLength: 200 }), ({ role, layout }, payload) => {
      const { envelope } = outcomeOf(role, layout, payload, `${role} (${layout})`);
      if (envelope !== null) assertWritable(role, layout, envelope, `${role} (${layout})`);
    }),
    RUNS,
  ));

Deno.test("any message with a part replaced by any bytes gives an error or a message", () =>
  fc.assert(
    fc.property(
      anyMessage(),
      fc.nat(),
      fc.nat({ max: 12 }),
      fc.uint8Array({ maxLength: 12 }),
      ({ role, layout, envelope }, place, removed, inserted) => {
        const bytes = encode(role, layout, envelope), at = place % (bytes.length + 1);
        const payload = new Uint8Array([...bytes.subarray(0, at), ...inserted, ...bytes.subarray(at + removed)]);
        const read = outcomeOf(role, layout, payload, `${role} (${layout})`).envelope;
        if (read !== null) assertWritable(role, layout, read, `${role} (${layout})`);
      },
    ),
    RUNS,
  ));

const TAGS = ["Json", "Decimal", "DateTime", "Date", "Time", "ObjectId", "Unsupported"] as const;

const { value } = fc.letrec<{ value: Value }>((tie) => ({
  value: fc.oneof(
    { depthSize: "small" },
    fc.constant(null),
    fc.boolean(),
    fc.bigInt({ min: -(2n ** 63n), max: 2n ** 63n - 1n }),
    fc.double(),
    fc.string({ unit: "binary" }),
    fc.uint8Array(),
    fc.record({ type: fc.constantFrom(...TAGS), value: fc.string({ unit: "binary" }) }, { noNullPrototype: true }),
    fc.array(tie("value")),
    fc.array(fc.tuple(fc.string({ unit: "binary" }), tie("value"))).map((entries) => new Map(entries)),
  ),
}));

Deno.test("any rows of any cells are read as they were written, in any layout", () =>
  fc.assert(
    fc.property(anyPlace(), fc.array(fc.array(value)), ({ layout }, rows) => {
      const result: QueryResultDto = { shape: "Table", columns: [], rows, executionTimeMs: 0n };
      const header = { protocolVersion: { major: 1, minor: 2 }, requestId: 1n, done: true };
      const bytes = encode("response", layout, { ...header, body: { type: "ExecuteResult", result } });
      const { envelope: { body }, pass } = decode("response", layout, bytes);
      strictEqual(pass, "strict");
      deepStrictEqual((body as Extract<typeof body, { type: "ExecuteResult" }>).result.rows, rows);
    }),
    RUNS,
  ));
