import { equal } from "node:assert/strict";
import type { Json } from "../json/json.ts";
import type { ModelDefinition } from "./definition.ts";
import { compileFilter, compileSearch } from "./filtering.ts";
import type { Instance } from "./instance.ts";
import type { Filter, Operator } from "./query.ts";

const MODEL: ModelDefinition = {
  id: "m",
  version: 1,
  fields: {
    text: { type: "String" },
    n: { type: "BigInt" },
    ip: { type: "IP" },
    tags: { type: "List", of: { type: "String" } },
    json: { type: "JSON" },
  },
};

const INSTANCE: Instance = {
  id: "i1",
  revision: 7,
  modelVersion: 1,
  createdAt: "2026-01-01T00:00:00.000Z",
  updatedAt: "2026-01-02T00:00:00.000Z",
  data: { text: "Grüße an alle", n: 9007199254740993n, ip: "10.0.0.9", tags: ["a", "b"], json: { b: 1, a: [1n] } },
};

const CASES: [field: string, op: Operator, value: Json, expected: boolean][] = [
  ["text", "eq", "Grüße an alle", true],
  ["text", "eq", "grüße an alle", false],
  ["text", "ne", "x", true],
  ["text", "contains", "ße an", true],
  ["text", "contains", "SSE", false],
  ["text", "starts", "Grü", true],
  ["text", "starts", "rü", false],
  ["n", "eq", 9007199254740993n, true],
  ["n", "eq", 9007199254740992, false],
  ["n", "gt", 9007199254740992, true],
  ["n", "lte", 9007199254740992n, false],
  ["ip", "gt", "9.255.255.255", true],
  ["ip", "lt", "10.0.0.10", true],
  ["tags", "contains", "b", true],
  ["tags", "contains", "c", false],
  ["tags", "eq", ["a", "b"], true],
  ["json", "eq", { a: [1], b: 1 }, true],
  ["revision", "gte", 7, true],
  ["id", "in", ["i0", "i1"], true],
  ["id", "nin", ["i0", "i1"], false],
  ["createdAt", "lt", "2026-01-01T00:00:00.001Z", true],
  ["text", "null", true, false],
  ["text", "null", false, true],
  ["absent", "null", true, true],
  ["absent", "eq", null, true],
  ["absent", "ne", "x", true],
  ["absent", "nin", ["x"], true],
  ["absent", "lt", "x", false],
  ["absent", "gte", null, false],
  ["absent", "contains", "", false],
];

for (const [field, op, value, expected] of CASES) {
  const filter: Filter = { field, op, value };
  const text = JSON.stringify(value, (_name, one) => typeof one === "bigint" ? `${one}n` : one);
  Deno.test(`compileFilter() ${field} ${op} ${text} is ${expected}`, () => {
    equal(compileFilter(MODEL, filter)(INSTANCE), expected);
    equal(compileFilter(MODEL, { not: filter })(INSTANCE), !expected);
    equal(compileFilter(MODEL, { and: [filter, { field: "id", op: "eq", value: "i1" }] })(INSTANCE), expected);
    equal(compileFilter(MODEL, { or: [filter, { field: "id", op: "eq", value: "i2" }] })(INSTANCE), expected);
  });
}

Deno.test("compileFilter() takes all instances without a filter", () =>
  equal(compileFilter(MODEL, null)(INSTANCE), true));

Deno.test("compileSearch() wants each word in one of the fields, in any case", () => {
  equal(compileSearch(["GRÜSSE"], ["text"])(INSTANCE), false);
  equal(compileSearch(["ALLE", "grü"], ["text", "ip"])(INSTANCE), true);
  equal(compileSearch(["alle", "10.0"], ["text", "ip"])(INSTANCE), true);
  equal(compileSearch(["alle", "10.0"], ["text"])(INSTANCE), false);
  equal(compileSearch([], [])(INSTANCE), true);
});
