import { deepStrictEqual, throws } from "node:assert/strict";
import type { SemanticFilter, Value, WhereOperator } from "@fluxwire/wire";
import { whereClause } from "./filter.ts";

function is(operator: WhereOperator, value: Value = null): SemanticFilter {
  return { type: "Predicate", field: { type: "Column", name: 'a"b' }, operator, value };
}

const CASES: readonly [SemanticFilter, string, Value[]][] = [
  [is("Eq", 1n), '"a""b" IS ?1', [1n]],
  [is("Ne", null), '"a""b" IS NOT ?1', [null]],
  [is("Gte", 1.5), '"a""b" >= ?1', [1.5]],
  [is("Null"), '"a""b" IS NULL', []],
  [is("In", [1n, "x"]), '"a""b" IN (?1, ?2)', [1n, "x"]],
  [is("NotIn", []), '"a""b" NOT IN ()', []],
  [is("Regex", "^x"), '"a""b" REGEXP ?1', ["^x"]],
  [
    { type: "And", value: [is("Gt", 1n), { type: "Not", value: is("ILike", "x%") }] },
    '("a""b" > ?1) AND (NOT ("a""b" LIKE ?2))',
    [
      1n,
      "x%",
    ],
  ],
  [{ type: "Or", value: [] }, "0", []],
  [{ type: "And", value: [] }, "1", []],
];

for (const [semanticFilter, condition, values] of CASES) {
  Deno.test(`whereClause() writes ${condition}`, () => {
    const params: Value[] = [];
    deepStrictEqual(whereClause({ semanticFilter }, params), ` WHERE ${condition}`);
    deepStrictEqual(params, values);
  });
}

Deno.test("whereClause() joins a tree and a text, and a comment at its end hides nothing", () => {
  deepStrictEqual(
    whereClause({ filter: "b = 1 -- x", semanticFilter: is("Eq", 1n) }, []),
    ' WHERE "a""b" IS ?1 AND (b = 1 -- x\n)',
  );
  deepStrictEqual(whereClause({ filter: "  ", semanticFilter: null }, []), "");
});

Deno.test("whereClause() refuses operators and fields that SQLite lacks", () => {
  throws(() => whereClause({ semanticFilter: is("Overlap", []) }, []), {
    code: "InvalidRequest",
    message: "Cannot filter by Overlap: SQLite has no such operator",
  });
  const path: SemanticFilter = {
    type: "Predicate",
    field: { type: "Path", value: ["a", "b"] },
    operator: "Eq",
    value: 1n,
  };
  throws(() => whereClause({ semanticFilter: path }, []), {
    code: "InvalidRequest",
    message: "Cannot filter by a.b: SQLite has columns, not paths",
  });
});
