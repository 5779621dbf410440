import { deepStrictEqual, strictEqual, throws } from "node:assert/strict";
import type { SemanticFilter, Value, WhereOperator } from "@fluxwire/sdk";
import { dialect } from "./dialect.ts";
import { condition, where } from "./filter.ts";
import { inlined, render } from "./render.ts";

const ODD = dialect({
  name: "Odd",
  quotes: ["[", "]"],
  placeholder: "${n}",
  operators: {
    ...dialect({ name: "" }).operators,
    In: "{column} = ANY ({list})",
    NotIn: "{column} NOT IN ({each})",
    Contains: "{column} @> {contained}",
  },
  path: "({column} #>> {steps})",
  literals: { bytes: "'\\x{hex}'", backslash: "E{text}" },
});

function compare(operator: WhereOperator, value: Value, path?: string[]): SemanticFilter {
  const field = path === undefined ? { type: "Column", name: "a" } as const : { type: "Path", value: path } as const;
  return { type: "Predicate", field, operator, value };
}

function written(filter: SemanticFilter): [string, Value[]] {
  const { text, parameters } = render(condition(filter, ODD), ODD);
  return [text, parameters.map(({ value }) => value)];
}

Deno.test("condition() gives every operator the form that its dialect has", () => {
  deepStrictEqual(written(compare("Eq", 1n)), ["([a] = $1)", [1n]]);
  deepStrictEqual(written(compare("In", [1n, 2n])), ["([a] = ANY ($1))", [[1n, 2n]]]);
  deepStrictEqual(written(compare("In", 1n)), ["([a] = ANY ($1))", [[1n]]]);
  deepStrictEqual(written(compare("NotIn", [1n, 2n])), ["([a] NOT IN ($1, $2))", [1n, 2n]]);
  const map = new Map([["k", 1n]]);
  deepStrictEqual(written(compare("Contains", map)), ["([a] @> $1)", [map]]);
  deepStrictEqual(written(compare("Contains", "x")), ["([a] @> $1)", [["x"]]]);
  deepStrictEqual(written(compare("Gt", "x", ["a", "b", "c"])), ["(([a] #>> $1) > $2)", [["b", "c"], "x"]]);
});

Deno.test("condition() compares with null and with nothing as people mean it", () => {
  deepStrictEqual(written(compare("Eq", null)), ["([a] IS NULL)", []]);
  deepStrictEqual(written(compare("Ne", { type: "Null" })), ["([a] IS NOT NULL)", []]);
  deepStrictEqual(written(compare("Null", null)), ["([a] IS NULL)", []]);
  deepStrictEqual(written(compare("In", [])), ["(1 = 0)", []]);
  deepStrictEqual(written(compare("NotIn", [])), ["(1 = 1)", []]);
  throws(() => written(compare("Lt", null)), { code: "InvalidRequest", message: /operator Lt needs a value/ });
});

Deno.test("condition() refuses an operator and a path that the database does not have", () => {
  throws(() => written(compare("Regex", "x")), {
    code: "InvalidRequest",
    message: /by Regex: Odd has no such operator/,
  });
  throws(() => written(compare("Eq", "x", [])), { code: "InvalidRequest", message: /the path is empty/ });
  const plain = dialect({ name: "Plain" });
  throws(() => condition(compare("Eq", "x", ["a", "b"]), plain), /by a\.b: Plain has columns, not paths/);
});

Deno.test("condition() brackets every part of a tree", () => {
  const one = compare("Eq", 1n), not: SemanticFilter = { type: "Not", value: one };
  const tree: SemanticFilter = { type: "Or", value: [one, { type: "And", value: [not, one] }] };
  strictEqual(written(tree)[0], "(([a] = $1) OR ((NOT ([a] = $2)) AND ([a] = $3)))");
  strictEqual(written({ type: "And", value: [] })[0], "(1 = 1)");
  strictEqual(written({ type: "Or", value: [] })[0], "(1 = 0)");
});

Deno.test("where() puts the tree first, and the user's text in brackets that a comment cannot hide", () => {
  const both = where({ filter: "x = 1 -- y", semanticFilter: compare("Eq", "it's") }, ODD);
  strictEqual(inlined(both, ODD), " WHERE ([a] = 'it''s') AND (x = 1 -- y\n)");
  strictEqual(inlined(where({ filter: " \n", semanticFilter: null }, ODD), ODD), "");
});

Deno.test("a value that looks like the place of a form is not filled", () => {
  strictEqual(inlined(condition(compare("Eq", "{column}"), ODD), ODD), "([a] = '{column}')");
});
