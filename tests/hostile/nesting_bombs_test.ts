import { deepStrictEqual, match, ok, strictEqual, throws } from "node:assert/strict";
import {
  decode,
  type DriverRequestEnvelope,
  type DriverResponseEnvelope,
  encode,
  type FieldInfo,
  type Layout,
  type MalformedError,
  type Role,
  type SemanticFilter,
  type Value,
} from "@fluxwire/wire";
import { MAX_BYTES, repeatedLevel } from "./repeated.ts";
import { outcomeOf } from "./outcome.ts";
import { WatchedCodec } from "./watched_codec.ts";

const watched = new WatchedCodec();
const HEADER = { protocolVersion: { major: 1, minor: 2 }, requestId: 1n } as const;

function withCell(cell: Value): DriverResponseEnvelope {
  const result = { shape: "Table" as const, columns: [], rows: [[cell]], executionTimeMs: 0n };
  return { ...HEADER, done: true, body: { type: "ExecuteResult", result } };
}

function withParameter(parameter: Value): DriverRequestEnvelope {
  return { ...HEADER, body: { type: "Execute", request: { sql: "", params: [parameter] } } };
}

function withFilter(semanticFilter: SemanticFilter): DriverRequestEnvelope {
  return { ...HEADER, body: { type: "CountTable", request: { table: { name: "t" }, semanticFilter } } };
}

function withField(field: FieldInfo): DriverResponseEnvelope {
  const table = { name: "t", sampleFields: [field], presentation: "DataGrid" as const };
  return { ...HEADER, done: true, body: { type: "TableDetails", table } };
}

const LEAF: SemanticFilter = { type: "Predicate", field: { type: "Path", value: ["a"] }, operator: "Eq" };

function field(nestedFields: FieldInfo[] | null): FieldInfo {
  return { name: "", commonType: "", occurrenceRate: null, nestedFields };
}

type Nest = readonly [name: string, role: Role, at: (levels: number) => DriverRequestEnvelope | DriverResponseEnvelope];

/** Every recursive type, nested to any number of levels. */
const NESTS: readonly Nest[] = [
  ["arrays in a result", "response", (levels) => withCell(nest<Value>(levels, null, (inner) => [inner]))],
  ["documents in a result", "response", (levels) => withCell(nest<Value>(levels, null, (v) => new Map([["", v]])))],
  ["arrays in a parameter", "request", (levels) => withParameter(nest<Value>(levels, null, (inner) => [inner]))],
  ["Not", "request", (levels) => withFilter(nest<SemanticFilter>(levels, LEAF, (value) => ({ type: "Not", value })))],
  ["And", "request", (levels) => withFilter(nest<SemanticFilter>(levels, LEAF, (f) => ({ type: "And", value: [f] })))],
  ["Or", "request", (levels) => withFilter(nest<SemanticFilter>(levels, LEAF, (f) => ({ type: "Or", value: [f] })))],
  ["nested fields", "response", (levels) => withField(nest(levels, field(null), (inner) => field([inner])))],
];

function nest<T>(levels: number, leaf: T, around: (inner: T) => T): T {
  let value = leaf;
  for (let i = 0; i < levels; i++) value = around(value);
  return value;
}

for (const layout of ["0.6", "0.8"] satisfies Layout[]) {
  for (const [name, role, at] of NESTS) {
    Deno.test(`${name}: 64 levels are read in layout ${layout}, 65 are not, and no depth crashes the codec`, () => {
      const deepest = encode(role, layout, at(64));
      deepStrictEqual(encode(role, layout, decode(role, layout, deepest).envelope), deepest);
      refusedForDepth(() => decode(role, layout, repeatedLevel(role, layout, at(63), at(64), 2)));
      refusedForDepth(() => encode(role, layout, at(65)));

      watched.renew();
      const { instances } = watched;
      const [shallow, deeper] = [at(1), at(2)];
      const unit = encode(role, layout, deeper).length - encode(role, layout, shallow).length;
      const levels = Math.floor((MAX_BYTES - 200) / unit);
      const { error } = outcomeOf(role, layout, repeatedLevel(role, layout, shallow, deeper, levels), name);
      strictEqual(error?.reason, "nested deeper than maxDepth 64");
      ok(error.path.length < 2_000 && error.offset < 10_000, error.message);
      strictEqual(watched.instances, instances);
      ok(watched.memoryMiB <= 18, `${watched.memoryMiB} MiB`);
    });
  }
}

function refusedForDepth(action: () => unknown): void {
  throws(action, (error: MalformedError) => {
    strictEqual(error.reason, "nested deeper than maxDepth 64");
    match(error.path, /^body\./);
    return true;
  });
}

Deno.test("encode() refuses a value that contains itself", () => {
  const endless: Value[] = [];
  endless.push(endless);
  refusedForDepth(() => encode("response", "0.8", withCell(endless)));
  const document = new Map<string, Value>();
  document.set("a", [document]);
  refusedForDepth(() => encode("response", "0.8", withCell(document)));
});
