import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import { annotate } from "./annotate.ts";
import { encode } from "./codec.ts";
import { describe, TYPE_NAMES, type TypeDescription } from "./describe.ts";
import type { DriverResponseEnvelope, Value } from "./dto.ts";
import { type Layout, LAYOUTS } from "./layout.ts";

function described<K extends TypeDescription["kind"]>(
  name: string,
  kind: K,
  layout?: Layout,
): Extract<TypeDescription, { kind: K }> {
  const description = describe(name, { layout });
  ok(description !== null && description.kind === kind, name);
  return description as Extract<TypeDescription, { kind: K }>;
}

Deno.test("describe() gives a struct's fields in wire order", () => {
  deepStrictEqual(described("CrudResult", "struct").fields, [
    { name: "affectedRows", type: "u64", since: "0.4", default: null, note: null },
    { name: "returningRow", type: "(list of Value)?", since: "0.4", default: null, note: null },
    {
      name: "metadataExtra",
      type: "(map of text to unreadable)?",
      since: "0.7.1",
      default: null,
      note: "upstream leaves it out if it is absent, at the end of a frame; " +
        "a JSON value has no readable form on the wire (H4)",
    },
  ]);
  strictEqual(described("DriverMetadata", "struct").fields[4]?.default, "Incompatible");
});

Deno.test("describe() gives the number of a variant in each layout that has it", () => {
  const { group, variants } = described("Icon", "enum");
  strictEqual(group, "metadata");
  deepStrictEqual(variants.at(-1), {
    name: "Database",
    since: "0.4",
    numbers: { "0.4": 7, "0.5": 8, "0.6": 9, "0.7.0": 11, "0.7.1": 11, "0.8": 12 },
    payload: null,
    fields: [],
  });
  const error = described("DriverResponseBody", "enum").variants.at(-1);
  deepStrictEqual([error?.payload, error?.numbers["0.5"], error?.numbers["0.6"]], ["DriverRpcError", 31, 32]);
});

Deno.test("describe() of one layout has only the parts of that layout", () => {
  const fields = (layout: Layout) => described("DriverMetadata", "struct", layout).fields.length;
  deepStrictEqual(LAYOUTS.map(fields), [15, 16, 18, 20, 20, 20]);
  const old = described("Icon", "enum", "0.4").variants;
  deepStrictEqual(old.map(({ numbers }) => numbers), old.map((_, number) => ({ "0.4": number })));
  strictEqual(described("DriverCapabilities", "flags", "0.5").flags.at(-1)?.name, "TRANSACTIONAL_DDL");
});

Deno.test("describe() gives the flags of a set and the mask of each layout (H9)", () => {
  const { bits, masks, flags } = described("DriverCapabilities", "flags");
  const [old, six, seven] = [0x7fff_ffff_ffffn, 0xff_ffff_ffff_ffffn, 0x1fff_ffff_ffff_ffffn];
  deepStrictEqual([bits, Object.values(masks)], [64, [old, old, six, seven, seven, seven]]);
  deepStrictEqual(flags[30], { name: "KV_SCAN", bit: 30, since: "0.4" });
  deepStrictEqual(Object.values(described("SchemaFeatures", "flags").masks), LAYOUTS.map(() => 0x7fn));
});

Deno.test("describe() knows every name of TYPE_NAMES and no other", () => {
  for (const name of TYPE_NAMES) strictEqual(describe(name)?.name, name);
  deepStrictEqual([describe("Nothing"), describe("toString"), describe("value")], [null, null, null]);
});

const VALUES: readonly [string, Value][] = [
  ["Null", null],
  ["Bool", true],
  ["Int", 1n],
  ["Float", 1.5],
  ["Text", ""],
  ["Bytes", new Uint8Array(1)],
  ["Json", { type: "Json", value: "{}" }],
  ["Decimal", { type: "Decimal", value: "1" }],
  ["DateTime", { type: "DateTime", value: "" }],
  ["Date", { type: "Date", value: "" }],
  ["Time", { type: "Time", value: "" }],
  ["Array", [null]],
  ["Document", new Map([["k", null]])],
  ["ObjectId", { type: "ObjectId", value: "" }],
  ["Unsupported", { type: "Unsupported", value: "" }],
];

Deno.test("describe() of Value has the type after each number", () => {
  const { variants } = described("Value", "enum");
  deepStrictEqual(variants.map(({ name }) => name), VALUES.map(([name]) => name));
  for (const [index, [name, value]] of VALUES.entries()) {
    const result = { shape: "Table" as const, columns: [], rows: [[value]], executionTimeMs: 0n };
    const envelope: DriverResponseEnvelope = {
      protocolVersion: { major: 1, minor: 2 },
      requestId: 0n,
      done: true,
      body: { type: "ExecuteResult", result },
    };
    const { spans } = annotate("response", "0.7.1", encode("response", "0.7.1", envelope));
    const [variant, ...payload] = spans.filter(({ path }) => path.startsWith("body.result.rows[0][0]"));
    strictEqual(variant?.value, name);
    const first = variants[index]?.payload ?? undefined;
    strictEqual(payload[0]?.type, first?.includes(" of ") ? "count" : first);
  }
});
