import { deepStrictEqual, strictEqual, throws } from "node:assert/strict";
import type { MutationRequest, SemanticFilter, SemanticRequest, TableInfo } from "@fluxwire/sdk";
import { dialect } from "./dialect.ts";
import { plan } from "./plan.ts";
import { tableFromInfo } from "./table_from_info.ts";

const SQL = dialect({ name: "Any" });
const ONE: SemanticFilter = { type: "Predicate", field: { type: "Column", name: "a" }, operator: "Eq", value: "it's" };
const T = { schema: "s", name: "t" };

function text(request: SemanticRequest): string {
  return plan(request, SQL).queries[0]!.text;
}

function changed(value: MutationRequest): string {
  return text({ type: "Mutation", value });
}

Deno.test("plan() writes what reads tables, with values inserted", () => {
  const pagination = { type: "Offset", limit: 10, offset: 5n } as const;
  const orderBy = [{ column: { name: "a" }, direction: "Descending" as const }];
  strictEqual(
    text({ type: "TableBrowse", table: T, pagination, orderBy, semanticFilter: ONE }),
    `SELECT * FROM "s"."t" WHERE ("a" = 'it''s') ORDER BY "a" DESC LIMIT 10 OFFSET 5`,
  );
  strictEqual(text({ type: "TableCount", table: { name: "t" } }), `SELECT count(*) FROM "t"`);
  strictEqual(text({ type: "Explain", table: T }), `EXPLAIN SELECT * FROM "s"."t"`);
  strictEqual(text({ type: "Describe", table: T }).includes(`table_schema = 's' AND table_name = 't'`), true);
});

Deno.test("plan() writes groups, their filter and their order", () => {
  const aggregations = [{ function: "Sum" as const, column: { name: "b" }, alias: "sum b" }];
  const having: SemanticFilter = { ...ONE, field: { type: "Column", name: "sum b" }, operator: "Gt", value: 1n };
  const request = { table: T, groupBy: [{ name: "a", alias: "A" }], aggregations, having, orderBy: [], limit: 3 };
  strictEqual(
    text({ type: "Aggregate", ...request }),
    `SELECT * FROM (SELECT "a" AS "A", sum("b") AS "sum b" FROM "s"."t" GROUP BY "a") AS groups ` +
      `WHERE ("sum b" > 1) LIMIT 3 OFFSET 0`,
  );
});

Deno.test("plan() writes changes as previews", () => {
  const identity = { type: "Composite" as const, columns: ["id", "k"], values: [1n, null] };
  strictEqual(
    changed({ type: "SqlUpdate", table: "t", identity, changes: [["a", 2n]] }),
    `UPDATE "t" SET "a" = 2 WHERE "id" = 1 AND "k" IS NULL`,
  );
  strictEqual(changed({ type: "SqlDelete", table: "t", identity }), `DELETE FROM "t" WHERE "id" = 1 AND "k" IS NULL`);
  strictEqual(changed({ type: "SqlInsert", table: "t", columns: [], values: [] }), `INSERT INTO "t" DEFAULT VALUES`);
  strictEqual(
    changed({ type: "SqlUpdateMany", table: "t", filter: ONE, changes: [["a", 2n]], returning: ["a"] }),
    `UPDATE "t" SET "a" = 2 WHERE ("a" = 'it''s') RETURNING "a"`,
  );
  strictEqual(changed({ type: "SqlDeleteMany", table: "t", filter: ONE }), `DELETE FROM "t" WHERE ("a" = 'it''s')`);
  const upsert = { table: "t", columns: ["a"], values: [1n], conflictColumns: ["a"] };
  strictEqual(
    changed({ type: "SqlUpsert", ...upsert, updateAssignments: [["a", 2n]] }),
    `INSERT INTO "t" ("a") VALUES (1) ON CONFLICT ("a") DO UPDATE SET "a" = 2`,
  );
  strictEqual(
    plan({ type: "Mutation", value: { type: "SqlDelete", table: "t", identity } }, SQL).kind,
    "MutationPreview",
  );
});

Deno.test("plan() refuses what no SQL database can run, and an upsert in a dialect without one", () => {
  const set = { type: "KeyValueDelete", key: "k" } as unknown as MutationRequest;
  throws(() => changed(set), { code: "InvalidRequest", message: "Cannot plan KeyValueDelete: Any has tables only" });
  const upsert = { table: "t", columns: ["a"], values: [1n], conflictColumns: ["a"], updateAssignments: [] };
  const request: SemanticRequest = { type: "Mutation", value: { type: "SqlUpsert", ...upsert } };
  throws(() => plan(request, dialect({ name: "Any", conflict: null })), { code: "InvalidRequest" });
});

Deno.test("tableFromInfo() creates what the description says", () => {
  const table: TableInfo = {
    name: "t",
    schema: null,
    columns: [
      {
        name: "id",
        typeName: "integer",
        nullable: false,
        isPrimaryKey: true,
        defaultValue: "GENERATED ALWAYS AS IDENTITY",
      },
      { name: "a", typeName: "text", nullable: false, isPrimaryKey: false, defaultValue: "'x'" },
      { name: "b", typeName: "", nullable: true, isPrimaryKey: false },
    ],
    constraints: [
      { name: "u", kind: "Unique", columns: ["a", "b"] },
      { name: "x\n; DROP TABLE t", kind: "Exclusion", columns: ["a"] },
      { name: "c", kind: "Check", columns: [], checkClause: "a <> '' -- not empty" },
    ],
    foreignKeys: [{
      name: "f",
      columns: ["b"],
      referencedTable: "o",
      referencedSchema: null,
      referencedColumns: ["id"],
      onDelete: "CASCADE",
    }],
  };
  deepStrictEqual(tableFromInfo(table, SQL).split("\n"), [
    'CREATE TABLE "t" (',
    '    "id" integer GENERATED ALWAYS AS IDENTITY,',
    `    "a" text NOT NULL DEFAULT 'x',`,
    '    "b",',
    '    PRIMARY KEY ("id"),',
    '    CONSTRAINT "u" UNIQUE ("a", "b"),',
    `    CONSTRAINT "c" CHECK (a <> '' -- not empty`,
    "),",
    '    CONSTRAINT "f" FOREIGN KEY ("b") REFERENCES "o" ("id") ON DELETE CASCADE',
    ");",
    "-- Left out: constraints that are not wholly described",
  ]);
});
