import { deepStrictEqual, equal, ok, throws } from "node:assert/strict";
import { Refusal } from "../commit/refusal.ts";
import type { Json, JsonObject } from "../json/json.ts";
import type { Reader } from "../state/reader.ts";
import { nextDefinition, presentModel } from "./change.ts";
import { checkChange } from "./check_change.ts";
import type { ModelDefinition, StoredModel } from "./definition.ts";
import type { Instance } from "./instance.ts";
import { migrate } from "./migrating.ts";

const define = (fields: unknown, others: object = {}): ModelDefinition => {
  return nextDefinition({ id: "m", fields, ...others } as JsonObject, null);
};
const next = (old: ModelDefinition, fields: unknown, others: object = {}): ModelDefinition => {
  return nextDefinition({ fields, ...others } as JsonObject, old);
};

/** A state with instances `i000`, `i001`, ... of model `m` and none of model `u` except `u1`. */
function stateOf(rows: readonly JsonObject[]): Reader {
  const items = rows.map((data, at): Instance => ({
    id: `i${String(at).padStart(4, "0")}`,
    revision: 1,
    modelVersion: 1,
    createdAt: "",
    updatedAt: "",
    data,
  }));
  return {
    model: (id: string) => id === "u" || id === "m" ? {} as StoredModel : null,
    get: (_model: string, id: string) => id === "u1" ? items[0] ?? null : null,
    find(_model: string, { after, limit }: { after: readonly Json[] | null; limit: number }) {
      const start = after === null ? 0 : items.findIndex(({ id }) => id === after[0]) + 1;
      const page = items.slice(start, start + limit);
      return { items: page, next: start + limit < items.length ? [page.at(-1)!.id] : null, total: null };
    },
  } as unknown as Reader;
}

async function refusal(
  old: ModelDefinition | null,
  definition: ModelDefinition,
  rows: JsonObject[] = [],
): Promise<unknown> {
  try {
    await checkChange(old, definition, stateOf(rows));
    return null;
  } catch (error) {
    ok(error instanceof Refusal, String(error));
    return [
      error.code,
      ...(error.details as unknown as { path: string; code: string; instances?: string[] }[]).map((one) => {
        return [one.path, one.code, ...one.instances ?? []].join(" ");
      }),
    ];
  }
}

Deno.test("checkChange() refuses references to models that do not exist", async () => {
  const fields = { a: { type: "Reference", model: "u" }, b: { type: "List", of: { type: "Reference", model: "x" } } };
  deepStrictEqual(await refusal(null, define(fields)), ["validation", "/fields/b/of/model reference"]);
  equal(await refusal(null, define({ a: { type: "Reference", model: "m" } })), null);
});

Deno.test("checkChange() refuses a field that goes without a step, even without instances", async () => {
  const old = define({ a: { type: "Int" }, b: { type: "Int" } });
  deepStrictEqual(await refusal(old, next(old, { a: { type: "Int" } })), ["migration", "/fields/b unknown"]);
  equal(await refusal(old, next(old, { a: { type: "Int" } }, { migration: [{ drop: "b" }] }), [{ b: 1 }]), null);
  equal(
    await refusal(
      old,
      next(old, { a: { type: "Int" }, c: { type: "Int" } }, { migration: [{ rename: "b", to: "c" }] }),
    ),
    null,
  );
});

Deno.test("checkChange() refuses steps that do not fit", async () => {
  const old = define({ a: { type: "Int" }, b: { type: "Int" } });
  const fields = { a: { type: "Int" }, b: { type: "Int", max: 5 } };
  const steps: [object, boolean][] = [
    [{ drop: "x" }, false],
    [{ rename: "a", to: "b" }, false],
    [{ set: "x", value: 1 }, false],
    [{ set: "b", value: 6 }, false],
    [{ set: "b", value: 5 }, true],
    [{ convert: "b", to: "Float" }, false],
    [{ convert: "x", to: "Int" }, false],
  ];
  for (const [step, fits] of steps) {
    const result = await refusal(old, next(old, fields, { migration: [step] }));
    deepStrictEqual(result, fits ? null : ["migration", "/migration/0 unknown"], JSON.stringify(step));
  }
  throws(() => define({}, { migration: 1 }), { code: "validation" });
  deepStrictEqual(await refusal(null, define({ a: { type: "Int" } }, { migration: [{ drop: "a" }] })), [
    "migration",
    "/migration unknown",
  ]);
});

Deno.test("checkChange() names at most ten instances that would not be valid", async () => {
  const old = define({ a: { type: "Int" } }), rows = Array.from({ length: 1_200 }, (_, at) => ({ a: at }));
  const required = next(old, { a: { type: "Int" }, b: { type: "Int", required: true } });
  const ids = Array.from({ length: 10 }, (_, at) => `i000${at}`).join(" ");
  deepStrictEqual(await refusal(old, required, rows), ["migration", `/fields/b required ${ids}`]);
  equal(await refusal(old, required), null);
  const withDefault = next(old, { a: { type: "Int" }, b: { type: "Int", required: true, default: 1 } });
  equal(await refusal(old, withDefault, rows), null);
  const max = next(old, { a: { type: "Int", max: 1_198 } });
  deepStrictEqual(await refusal(old, max, rows), ["migration", "/fields/a max i1199"]);
});

Deno.test("checkChange() refuses a unique field over values that collide, also over pages", async () => {
  const old = define({ a: { type: "Int" }, b: { type: "String" } });
  const rows = Array.from({ length: 700 }, (_, at) => ({ a: at % 699, b: "x" }));
  const unique = next(old, { a: { type: "Int", unique: true }, b: { type: "String" } });
  deepStrictEqual(await refusal(old, unique, rows), ["migration", "/fields/a unique i0000 i0699"]);
  equal(await refusal(old, unique, [{ a: null, b: "" }, { b: "" }, { a: null }]), null);
  const together = next(old, { a: { type: "Int" }, b: { type: "String" } }, { uniqueTogether: [["a", "b"]] });
  deepStrictEqual(await refusal(old, together, rows), ["migration", "/fields/a, b unique i0000 i0699"]);
});

Deno.test("checkChange() refuses a change of type that loses a value, with or without a step", async () => {
  const rows: [string, string, Json, boolean, boolean][] = [
    ["Int", "Float", 1, true, true],
    ["Float", "Int", 1, true, true],
    ["Float", "Int", 1.5, false, false],
    ["Int", "String", 1, false, true],
    ["String", "Int", "12", false, true],
    ["String", "Int", "012", false, false],
    ["String", "Int", "x", false, false],
    ["BigInt", "Int", 9223372036854775807n, false, false],
    ["BigInt", "String", 9223372036854775807n, false, true],
    ["String", "BigInt", "9223372036854775807", false, true],
    ["BigInt", "Float", 9223372036854775807n, false, false],
    ["String", "Date", "2026-11-29", true, true],
    ["String", "Date", "x", false, false],
    ["Date", "DateTime", "2026-11-29", false, true],
    ["DateTime", "Date", "2026-11-29T10:00:00.000Z", false, false],
    ["String", "IP", "::0001", false, true],
    ["JSON", "String", { a: 1 }, false, true],
    ["String", "Bool", "true", false, true],
    ["Bool", "Int", true, false, false],
    ["Location", "JSON", { lat: 1, lon: 2 }, true, true],
  ];
  for (const [from, to, value, without, withStep] of rows) {
    const old = define({ a: { type: from } }), name = `${from} to ${to} ${value}`;
    equal(await refusal(old, next(old, { a: { type: to } }), [{ a: value }]) === null, without, name);
    const stepped = next(old, { a: { type: to } }, { migration: [{ convert: "a", to }] });
    equal(await refusal(old, stepped, [{ a: value }]) === null, withStep, `${name} by a step`);
  }
});

Deno.test("checkChange() refuses values that do not refer to an instance of the new target, and unknown members of a strict model", async () => {
  const old = define({ a: { type: "String" } }, { strict: false });
  const target = next(old, { a: { type: "Reference", model: "u" } }, { strict: false });
  deepStrictEqual(await refusal(old, target, [{ a: "u1" }, { a: "u2" }]), ["migration", "/fields/a reference i0001"]);
  const strict = next(old, { a: { type: "String" } }, { strict: true });
  deepStrictEqual(await refusal(old, strict, [{ a: "x" }, { z: 1 }]), ["migration", "/fields/z unknown i0001"]);
});

Deno.test("migrate() runs the steps in order, and gives defaults to fields that are left out", () => {
  const old = define({ headline: { type: "String" }, n: { type: "Int" }, old: { type: "Int" } }, { strict: false });
  const definition = next(old, {
    title: { type: "String" },
    views: { type: "Int", default: 7 },
    m: { type: "String" },
    set: { type: "Bool" },
  }, {
    strict: false,
    migration: [
      { rename: "headline", to: "title" },
      { convert: "n", to: "String" },
      { rename: "n", to: "m" },
      { drop: "old" },
      { set: "set", value: true },
    ],
  });
  deepStrictEqual(migrate({ old: 1, n: 2, headline: "a", other: 1 }, definition), {
    data: { title: "a", views: 7, m: "2", set: true, other: 1 },
    lost: [],
  });
});

Deno.test("nextDefinition() gives the first version, then one more each time", () => {
  const first = define({ a: { type: "Int" } }, { title: "M" });
  deepStrictEqual(first, { id: "m", version: 1, title: "M", fields: { a: { type: "Int" } } });
  deepStrictEqual(next(first, { a: { type: "Int" } }), { id: "m", version: 2, fields: { a: { type: "Int" } } });
  throws(() => nextDefinition({ id: "other", fields: {} }, first), { code: "validation" });
  throws(() => nextDefinition({ id: "m", fields: {}, version: 1 }, null), { code: "validation" });
});

Deno.test("presentModel() leaves out the steps of a migration, so that what was read can be sent back", () => {
  const definition = { ...define({ a: { type: "Int" } }), migration: [{ drop: "b" }] };
  deepStrictEqual(presentModel({ definition, revision: 9, definedAt: 3 }, ["preCreate"]), {
    id: "m",
    version: 1,
    fields: { a: { type: "Int" } },
    revision: 9,
    hooks: ["preCreate"],
  });
});
