import { deepEqual, equal, ok } from "node:assert/strict";
import { pathOf } from "../e2e/running_driver.ts";
import { type Schema, schemaOf, violations } from "./schema.ts";

Deno.test("violations() finds the violations of a document, with their paths", () => {
  const schema: Schema = {
    type: "object",
    required: ["a", "b"],
    additionalProperties: false,
    properties: {
      a: { type: ["integer", "null"], minimum: 1 },
      list: { type: "array", minItems: 1, items: { $ref: "#/$defs/word" } },
      either: { anyOf: [{ const: true }, { enum: ["x", "y"] }] },
    },
    $defs: { word: { type: "string", pattern: "^[a-z]+$" } },
  };
  deepEqual(violations({ a: 1, b: 0 }, { ...schema, additionalProperties: true }), []);
  deepEqual(violations({ a: 0, list: ["ok", "NO", 1], either: "z", c: 1 }, schema), [
    "$.b: is missing",
    "$.a: is below 1",
    "$.list[1]: does not match ^[a-z]+$",
    "$.list[2]: is no string",
    "$.either: is not true",
    "$.either: is none of x, y",
    "$.c: is not in the schema",
  ]);
  deepEqual(violations([1.5, "x"], { prefixItems: [{ type: "integer" }], items: { type: "string" } }), [
    "$[0]: is no integer",
  ]);
});

Deno.test("every published schema names itself and refuses another verb's document", async () => {
  for await (const { name } of Deno.readDir(pathOf("packages/cli/schemas"))) {
    const schema = await schemaOf(name.replace(/\.json$/, ""));
    equal(schema.$schema, "https://json-schema.org/draft/2020-12/schema", name);
    ok(schema.title!.length > 0 && schema.description!.length > 0, name);
    ok(violations({ nothing: "of the kind" }, schema).length > 0, name);
  }
});
