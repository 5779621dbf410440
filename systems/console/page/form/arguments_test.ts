import { deepStrictEqual, strictEqual } from "node:assert/strict";
import type { JsonSchema } from "@fluxwire/console/api";
import { argumentFields, firstTexts, readArguments } from "./arguments.ts";
import { fieldOf } from "./field.ts";
import { readField, textsOf } from "./read_field.ts";

const NUMBER: JsonSchema = { type: "number", minimum: 0, maximum: 12 };

Deno.test("argumentFields() makes a field for each argument, and readArguments() its value", () => {
  const fields = argumentFields({
    type: "array",
    prefixItems: [
      { ...NUMBER, title: "volts" },
      { enum: ["ac", "dc"] },
      { type: "boolean" },
      { type: "object", properties: { id: { type: "integer" }, note: { type: "string" } }, required: ["id"] },
      { type: "string", format: "json" },
    ],
    minItems: 3,
    items: false,
  });
  deepStrictEqual(fields.fields.map(({ title, kind }) => [title, kind]), [
    ["volts", "number"],
    ["Argument 2", "choice"],
    ["Argument 3", "boolean"],
    ["Argument 4", "group"],
    ["Argument 5", "lines"],
  ]);
  strictEqual(fields.rest, null);
  const texts = { ...firstTexts(fields), 0: "1.5", 1: '"dc"', "3.id": "7" };
  deepStrictEqual(readArguments(fields, texts), { args: [1.5, "dc", false, { id: 7 }], problems: new Map() });
  deepStrictEqual(readArguments(fields, { ...texts, 4: "9007199254740993" }).args[4], "9007199254740993");
  deepStrictEqual(readArguments(fields, { ...texts, "3.id": "", 4: "1" }).args.slice(3), [null, "1"]);
});

Deno.test("readArguments() says at each field what is wrong with it", () => {
  const fields = argumentFields({
    type: "array",
    prefixItems: [
      NUMBER,
      { type: "integer", minimum: 1 },
      { type: "string", minLength: 1 },
      { type: "array" },
      { type: "object", properties: { key: { type: "string", pattern: "^[a-z]+$" } } },
    ],
    items: false,
  });
  const problems = (texts: Record<string, string>) => Object.fromEntries(readArguments(fields, texts).problems);
  deepStrictEqual(problems({}), {
    0: "This is needed",
    1: "This is needed",
    2: "This is needed",
    3: "This is needed",
  });
  const { 3: json, ...others } = problems({ 0: "13", 1: "0.5", 2: "a", 3: "[", "4.key": "A" });
  deepStrictEqual(others, { 0: "0 to 12", 1: "A whole number", "4.key": "It must match ^[a-z]+$" });
  strictEqual(json?.startsWith("No JSON"), true);
  deepStrictEqual(problems({ 0: "ten", 1: "0", 2: "a", 3: "[]" }), { 0: "A number, such as 1.5", 1: "At least 1" });
});

Deno.test("a method without a schema takes a list as JSON, and further arguments are a list behind the others", () => {
  const any = argumentFields({ type: "array" });
  deepStrictEqual([any.fields.length, any.rest?.title], [0, "Arguments"]);
  deepStrictEqual(readArguments(any, firstTexts(any)).args, []);
  deepStrictEqual(readArguments(any, { rest: '[1, {"a": null}]' }).args, [1, { a: null }]);
  deepStrictEqual(Object.fromEntries(readArguments(any, { rest: "1" }).problems), { rest: 'A list, such as [1, "a"]' });
  const more = argumentFields({ type: "array", prefixItems: [{ type: "string" }], items: { type: "number" } });
  deepStrictEqual(readArguments(more, { 0: "a", rest: "[1, 2]" }).args, ["a", 1, 2]);
  strictEqual(argumentFields({ type: "array", items: false }).rest, null);
});

Deno.test("textsOf() gives the texts of a value, from which readField() makes the same value", () => {
  const schema: JsonSchema = {
    type: "object",
    properties: {
      name: { type: "string" },
      level: { type: "number" },
      isOn: { type: "boolean" },
      tags: { type: "array" },
      mode: { anyOf: [{ const: 1, title: "slow" }, { const: 2, title: "fast" }] },
    },
    required: ["isOn"],
  };
  const field = fieldOf(schema, { path: "row", title: "Row", isRequired: true });
  const value = { name: "a\nb", level: 0.5, isOn: true, tags: ["x", 1], mode: 2 };
  deepStrictEqual(readField(field, textsOf(field, value), new Map()), value);
  deepStrictEqual(textsOf(field, {}), { "row.isOn": "false" });
});
