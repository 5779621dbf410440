import { deepStrictEqual, equal, ok } from "node:assert/strict";
import type { Json, JsonObject } from "../json/json.ts";
import { parseExact } from "../json/parse.ts";
import { checkDefinition } from "./check_definition.ts";
import type { Field, ModelDefinition } from "./definition.ts";
import { FIELD_TYPES } from "./field_types.ts";
import { compile, type Mode } from "./validate.ts";

function model(fields: Record<string, unknown>, others: Record<string, unknown> = {}): ModelDefinition {
  const checked = checkDefinition({ id: "m", fields, ...others } as unknown as Json, 1);
  ok("definition" in checked, JSON.stringify(checked));
  return checked.definition;
}

function run(definition: ModelDefinition, data: Json, mode: Mode = { kind: "create" }) {
  const result = compile(definition)(data, mode);
  return "value" in result ? result.value : result.problems.map(({ path, code }) => `${path} ${code}`);
}

const FILE = {
  id: "7d3f2e6a-0000-4000-8000-000000000000",
  name: "a.png",
  size: 2,
  type: "image/png",
  sha256: "0".repeat(64),
};

type Row = readonly [field: Omit<Field, "description">, accepted: readonly unknown[], refused: readonly unknown[]];

/** Accepted values stay as they are; `[sent, stored]` in `CHANGED` are stored differently. */
const TYPES: readonly Row[] = [
  [{ type: "Null" }, [null], [0, "", false]],
  [{ type: "Bool" }, [true, false, null], [0, "true"]],
  [{ type: "String" }, ["", "é", "x".repeat(65_536)], [1, "\ud800", "x".repeat(65_537), ["a"]]],
  [{ type: "String", min: 2, max: 3 }, ["ab", "\u{1f600}\u{1f600}\u{1f600}"], ["a", "abcd", "\u{1f600}"]],
  [{ type: "String", pattern: "^\\S" }, ["a "], [" a", ""]],
  [{ type: "String", enum: ["a", "b"] }, ["a"], ["c", "A"]],
  [{ type: "Int" }, [0, -9007199254740991], [1.5, "1", 9007199254740992n, 1e300]],
  [{ type: "Int", min: 1, max: 5 }, [1, 5], [0, 6]],
  [{ type: "BigInt" }, [0, 9223372036854775807n, -9223372036854775808n], [9223372036854775808n, "01", "x", 0.5, "1.0"]],
  [{ type: "Float" }, [0.5, -1e300], ["1", parseExact("1e400")]],
  [{ type: "Float", min: 0.5 }, [0.5], [0.4]],
  [{ type: "Date" }, ["2026-11-29", "2024-02-29"], ["2026-02-29", "2026-13-01", "2026-1-1", "2026-11-29T00:00:00Z", 1]],
  [{ type: "Time" }, ["00:00:00", "23:59:59.999"], ["24:00:00", "10:00", "10:00:00.5", 10]],
  [{ type: "DateTime" }, ["2026-11-29T10:00:00.000Z"], [
    "2026-11-29",
    "2026-11-29T10:00:00",
    "2026-02-30T00:00:00Z",
    1,
  ]],
  [{ type: "UUID" }, ["01970000-0000-7000-8000-000000000000"], ["01970000-0000-7000-8000-00000000000A", "x", 1]],
  [{ type: "IP" }, ["0.0.0.0", "255.1.2.3", "::", "::1", "fe80::1", "::ffff:1.2.3.4", "1:2:3:4:5:6:7:8"], [
    "1.2.3",
    "1.2.3.4.",
    "01.2.3.4",
    "256.1.1.1",
    ":::",
    "1::2::3",
    "1:2:3:4:5:6:7",
    "fe80::1%eth0",
    "g::",
    "1:2:3:4:5:6:7::8:9",
    1,
  ]],
  [{ type: "JSON" }, [1, "a", [1, { b: null }], parseExact("0.12345678901234567891")], ["x".repeat(65_535)]],
  [{ type: "JSON", schema: { type: "object", required: ["a"], additionalProperties: false, properties: { a: {} } } }, [
    { a: 1 },
  ], [{}, 1, { a: 1, b: 2 }]],
  [{ type: "Location" }, [{ lat: 90, lon: -180 }], [{ lat: 91, lon: 0 }, { lat: 1 }, { lat: "1", lon: 1 }, {
    lat: 1,
    lon: 1,
    alt: 1,
  }, 1]],
  [{ type: "Bytes" }, ["", "AAEC", "YQ=="], ["YQ", "YR==", "a b=", "-_8=", 1]],
  [{ type: "Bytes", max: 2 }, ["YWI="], ["YWJj"]],
  [{ type: "Reference", model: "user" }, ["a", "01970000-0000-7000-8000-000000000000"], ["", "a/b", 1]],
  [{ type: "File" }, [FILE], ["a", FILE.id, { ...FILE, more: 1 }, { ...FILE, id: "../x" }, { ...FILE, size: "1" }, {}]],
  [{ type: "File", max: 2 }, [FILE], [{ ...FILE, size: 3 }]],
  [{ type: "File", types: ["image/*", "text/css"] }, [FILE, { ...FILE, type: "text/css" }], [{
    ...FILE,
    type: "text/html",
  }]],
  [{ type: "List", of: { type: "Int", min: 0 } }, [[], [1, 2]], [[-1], [null], ["1"], 1, new Array(101).fill(1)]],
  [{ type: "List", max: 1, of: { type: "String" } }, [["a"]], [["a", "b"]]],
];

Deno.test("compile() accepts and refuses values of every type of fields", () => {
  const tested = new Set<string>();
  for (const [field, accepted, refused] of TYPES) {
    tested.add(field.type);
    const definition = model({ f: field });
    for (const value of accepted) deepStrictEqual(run(definition, { f: value as Json }), { f: value });
    for (const value of refused) {
      const problems = run(definition, { f: value as Json });
      ok(
        Array.isArray(problems) && problems.length >= 1,
        `${field.type} ${Deno.inspect(value)}`,
      );
      ok(problems.every((one) => one.startsWith("/f")));
    }
  }
  deepStrictEqual([...tested].toSorted(), Object.keys(FIELD_TYPES).toSorted());
});

Deno.test("compile() gives values the one form in which they are stored", () => {
  const rows: [Field, Json, Json][] = [
    [{ type: "BigInt" }, "9223372036854775807", 9223372036854775807n],
    [{ type: "BigInt" }, "12", 12],
    [{ type: "BigInt" }, 12n, 12],
    [{ type: "Int" }, -0, 0],
    [{ type: "Float" }, 12345678901234567890n, 12345678901234567000],
    [{ type: "Float" }, parseExact("0.12345678901234567891"), 0.12345678901234568],
    [{ type: "Time" }, "10:00:00.000", "10:00:00"],
    [{ type: "DateTime" }, "2026-11-29t12:00:00.123456+02:00", "2026-11-29T10:00:00.123Z"],
    [{ type: "DateTime" }, "2026-11-29 10:00:00z", "2026-11-29T10:00:00.000Z"],
    [{ type: "IP" }, "2001:DB8:0:0:1:0:0:1", "2001:db8::1:0:0:1"],
    [{ type: "IP" }, "0:0:0:0:0:ffff:102:304", "::ffff:1.2.3.4"],
    [{ type: "IP" }, "1:0:2:0:0:0:0:0", "1:0:2::"],
  ];
  for (const [field, sent, stored] of rows) deepStrictEqual(run(model({ f: field }), { f: sent }), { f: stored });
});

Deno.test("compile() names the code of each kind of problem, and what is wanted", () => {
  const definition = model({
    title: { type: "String", required: true, max: 3 },
    n: { type: "Int", min: 2 },
    kind: { type: "String", enum: ["a"] },
    tags: { type: "List", of: { type: "String", pattern: "^x" } },
    constructor: { type: "Bool" },
  });
  const result = compile(definition)({ n: 1, kind: "b", tags: ["x", "y"], titel: 1, constructor: 1 }, {
    kind: "create",
  });
  deepStrictEqual("problems" in result && result.problems, [
    { path: "/title", code: "required", message: "`title` is required and must not be null" },
    { path: "/n", code: "min", message: "`n` must be at least 2", wanted: 2 },
    { path: "/kind", code: "enum", message: '`kind` must be one of "a"', wanted: ["a"] },
    { path: "/tags/1", code: "pattern", message: "`tags/1` must match the pattern ^x", wanted: "^x" },
    { path: "/constructor", code: "type", message: "`constructor` must be true or false", wanted: "boolean" },
    {
      path: "/titel",
      code: "unknown",
      message: "`titel` is not a field of this model: did you mean `title`?",
      wanted: "title",
    },
  ]);
  deepStrictEqual(run(definition, [1]), [" type"]);
  deepStrictEqual(run(definition, { title: "abcd" }), ["/title max"]);
});

Deno.test("compile() stops at 100 problems", () => {
  const wrong = Object.fromEntries(Array.from({ length: 300 }, (_, at) => [`a${at}`, 1]));
  equal((run(model({ f: { type: "Int" } }), wrong) as string[]).length, 100);
  const list = { f: new Array(1_000).fill("x") };
  equal((run(model({ f: { type: "List", max: 1_000, of: { type: "Int" } } }), list) as string[]).length, 100);
});

Deno.test("compile() applies defaults to members that are left out, in the order of the definition", () => {
  const definition = model({ b: { type: "Int", default: 1 }, a: { type: "BigInt", default: "7", required: true } });
  equal(JSON.stringify(run(definition, {})), '{"b":1,"a":7}');
  deepStrictEqual(run(definition, { a: 2, b: null }), { a: 2, b: null });
  deepStrictEqual(run(definition, { a: null }), ["/a required"]);
});

Deno.test("compile() keeps immutable fields at an update, and refuses another value", () => {
  const definition = model({ slug: { type: "String", immutable: true, default: "d" }, n: { type: "Int" } });
  const update = (data: JsonObject, before: JsonObject) => run(definition, data, { kind: "update", before });
  deepStrictEqual(run(definition, { slug: "a" }), { slug: "a" });
  deepStrictEqual(update({ n: 1 }, { slug: "a" }), { slug: "a", n: 1 });
  deepStrictEqual(update({ slug: "a" }, { slug: "a" }), { slug: "a" });
  deepStrictEqual(update({ slug: "b" }, { slug: "a" }), ["/slug immutable"]);
  deepStrictEqual(update({ slug: "b" }, {}), ["/slug immutable"]);
  deepStrictEqual(update({ slug: null }, { slug: "a" }), ["/slug immutable"]);
});

Deno.test("compile() keeps unknown members of models that are not strict, under names that fields may have", () => {
  const definition = model({ a: { type: "Int" } }, { strict: false });
  deepStrictEqual(run(definition, { b: { c: 12345678901234567n }, a: 1 }), { a: 1, b: { c: 12345678901234567n } });
  deepStrictEqual(run(definition, parseExact('{"__proto__":1}')), ["/__proto__ unknown"]);
});
