import { deepStrictEqual, equal, ok } from "node:assert/strict";
import type { Json } from "../json/json.ts";
import { checkDefinition } from "./check_definition.ts";

function problems(body: unknown): string[] {
  const result = checkDefinition(body as Json, 1);
  return "problems" in result ? result.problems.map(({ path, code }) => `${path} ${code}`) : [];
}

function ofField(field: unknown): string[] {
  return problems({ id: "m", fields: { f: field } });
}

Deno.test("checkDefinition() gives a definition with its version and canonical bounds and defaults", () => {
  deepStrictEqual(
    checkDefinition({ id: "m", title: "M", fields: { n: { type: "BigInt", max: 5n, default: "3" } } }, 4),
    {
      definition: { id: "m", version: 4, title: "M", fields: { n: { type: "BigInt", max: 5, default: 3 } } },
    },
  );
});

Deno.test("checkDefinition() names every problem by its path", () => {
  deepStrictEqual(problems([]), [" type"]);
  deepStrictEqual(problems({}), ["/id required", "/fields required"]);
  deepStrictEqual(
    problems({
      id: "A",
      titel: "x",
      title: 1,
      strict: "yes",
      idKind: "uuid4",
      uniqueTogether: [["a"], ["f", "g"], 1],
      migration: [{}, { rename: "a" }, { convert: "a", to: "Number" }, { drop: "a", to: "b" }],
      rules: { list: "users", reed: "public", read: "public" },
      ownerField: 1,
      fields: { id: { type: "Int" }, "1x": { type: "Int" }, f: { type: "Float" } },
    }),
    [
      "/id format",
      "/titel unknown",
      "/title type",
      "/strict type",
      "/idKind enum",
      "/uniqueTogether/0 type",
      "/uniqueTogether/1/0 unsupported",
      "/uniqueTogether/1/1 unknown",
      "/uniqueTogether/2 type",
      "/migration/0 type",
      "/migration/1/to required",
      "/migration/2/to enum",
      "/migration/3/to unknown",
      "/rules/list enum",
      "/rules/reed unknown",
      "/ownerField type",
      "/fields/id unknown",
      "/fields/1x format",
    ],
  );
});

Deno.test("checkDefinition() names every problem of a field by its path", () => {
  const rows: [unknown, string[]][] = [
    [1, [" type"]],
    [{}, ["/type required"]],
    [{ type: "Sting" }, ["/type enum"]],
    [{ type: "Bool", max: 1 }, ["/max unknown"]],
    [{ type: "Bool", requierd: true }, ["/requierd unknown"]],
    [{ type: "Bool", required: 1, description: 1 }, ["/required type", "/description type"]],
    [{ type: "String", personal: true, unique: true, required: true }, []],
    [{ type: "String", personal: 1 }, ["/personal type"]],
    [{ type: "String", personal: true, index: true, default: "x" }, ["/index unsupported", "/default unsupported"]],
    [{ type: "Reference", model: "u", personal: true }, ["/personal unsupported"]],
    [{ type: "List", of: { type: "Reference", model: "u" }, personal: true }, ["/personal unsupported"]],
    [{ type: "File", personal: true, default: null }, ["/personal unsupported", "/default unsupported"]],
    [{ type: "File", types: ["png"], max: -1 }, ["/types type", "/max type"]],
    [{ type: "Float", unique: true }, ["/unique unsupported"]],
    [{ type: "Null", required: true }, ["/required unsupported"]],
    [{ type: "String", min: -1, max: 1.5 }, ["/min type", "/max type"]],
    [{ type: "Int", min: 5, max: 4 }, ["/min max"]],
    [{ type: "String", pattern: "(" }, ["/pattern format"]],
    [{ type: "String", enum: ["a", "a"] }, ["/enum type"]],
    [{ type: "String", max: 1, default: "ab" }, ["/default max"]],
    [{ type: "Int", required: true, default: null }, ["/default required"]],
    [{ type: "Reference" }, ["/model required"]],
    [{ type: "Reference", model: "U", onDelete: "no" }, ["/model format", "/onDelete enum"]],
    [{ type: "Reference", model: "u", onDelete: "null", required: true }, ["/onDelete unsupported"]],
    [{ type: "List" }, ["/of required"]],
    [{ type: "List", of: { type: "List", of: { type: "Int" } } }, ["/of/type enum"]],
    [{ type: "List", of: { type: "Int", unique: true } }, ["/of/unique unknown"]],
    [{ type: "List", of: { type: "Reference", model: "u", onDelete: "cascade" } }, ["/of/onDelete unsupported"]],
    [{ type: "JSON", schema: 1 }, ["/schema format"]],
    [{ type: "JSON", schema: { type: "strin" } }, ["/schema/type format"]],
    [{ type: "JSON", schema: { properties: { a: { minimun: 1 } } } }, ["/schema/properties/a/minimun format"]],
    [{ type: "JSON", schema: { $ref: "https://example.com/s" } }, ["/schema/$ref format"]],
    [{ type: "JSON", schema: { $ref: "#/$defs/x" } }, ["/schema reference"]],
    [{ type: "JSON", schema: { $ref: "#" } }, ["/schema format"]],
    [{ type: "JSON", schema: { allOf: [], pattern: "(", required: "a" } }, [
      "/schema/allOf format",
      "/schema/pattern format",
      "/schema/required format",
    ]],
    [{ type: "JSON", schema: { $defs: { t: { items: { $ref: "#/$defs/t" } } }, $ref: "#/$defs/t", "x-own": 1 } }, []],
  ];
  for (const [field, expected] of rows) {
    deepStrictEqual(ofField(field), expected.map((one) => `/fields/f${one}`), JSON.stringify(field));
  }
});

Deno.test("checkDefinition() takes 200 fields and refuses 201, and stops at 100 problems", () => {
  const fields = (count: number, field: unknown) =>
    Object.fromEntries(Array.from({ length: count }, (_, at) => [`f${at}`, field]));
  deepStrictEqual(problems({ id: "m", fields: fields(200, { type: "Int" }) }), []);
  deepStrictEqual(problems({ id: "m", fields: fields(201, { type: "Int" }) }), ["/fields max"]);
  equal(problems({ id: "m", fields: fields(200, {}) }).length, 100);
});

Deno.test("checkDefinition() suggests the nearest name", () => {
  const result = checkDefinition({ id: "m", fields: { f: { type: "string" } } }, 1);
  ok("problems" in result && result.problems[0]!.message.endsWith("did you mean String?"));
});
