import { deepStrictEqual, rejects, strictEqual } from "node:assert/strict";
import { LAYOUTS, type SemanticFilter, type SemanticRequest } from "@fluxwire/wire";
import { Served } from "./testing/served.ts";

const served = await Served.start();
Deno.test.beforeAll(async () => {
  await using opened = await served.open();
  await opened.rows("CREATE TABLE t (id int PRIMARY KEY, name text)");
});
Deno.test.afterAll(() => served[Symbol.asyncDispose]());

const table = { name: "t", schema: "public" };
const identity = { type: "Composite" as const, columns: ["id"], values: [1n] };
const filter: SemanticFilter = {
  type: "Predicate",
  field: { type: "Column", name: "name" },
  operator: "Eq",
  value: "it's \\",
};

const PLANS: readonly [SemanticRequest, string][] = [
  [
    {
      type: "TableBrowse",
      table,
      pagination: { type: "Offset", limit: 5, offset: 1n },
      orderBy: [],
      semanticFilter: filter,
    },
    `SELECT * FROM "public"."t" WHERE ("name" = E'it''s \\\\') LIMIT 5 OFFSET 1`,
  ],
  [{ type: "TableCount", table, filter: "id > 1" }, `SELECT count(*) FROM "public"."t" WHERE (id > 1\n)`],
  [
    {
      type: "Aggregate",
      table,
      groupBy: [{ name: "name" }],
      aggregations: [{ function: "Max", column: { name: "id" }, alias: "most" }, { function: "Count", alias: "n" }],
      having: { type: "Predicate", field: { type: "Column", name: "n" }, operator: "Gt", value: 1n },
      orderBy: [{ column: { name: "n" }, direction: "Descending" }],
      limit: 3,
    },
    `SELECT * FROM (SELECT "name", max("id") AS "most", count(*) AS "n" FROM "public"."t" GROUP BY "name") AS groups ` +
    `WHERE ("n" > 1) ORDER BY "n" DESC LIMIT 3 OFFSET 0`,
  ],
  [{ type: "Explain", table }, `EXPLAIN (COSTS) SELECT * FROM "public"."t"`],
  [
    { type: "Describe", table },
    "SELECT column_name, data_type, is_nullable, column_default FROM information_schema.columns " +
    "WHERE table_schema = 'public' AND table_name = 't' ORDER BY ordinal_position",
  ],
  [
    { type: "Mutation", value: { type: "SqlInsert", table: "t", columns: ["id", "name"], values: [1n, null] } },
    `INSERT INTO "t" ("id", "name") VALUES (1, NULL)`,
  ],
  [
    { type: "Mutation", value: { type: "SqlUpdate", table: "t", identity, changes: [["name", "x"]] } },
    `UPDATE "t" SET "name" = 'x' WHERE "id" = 1`,
  ],
  [
    { type: "Mutation", value: { type: "SqlDelete", table: "t", identity } },
    `DELETE FROM "t" WHERE "id" = 1`,
  ],
  [
    { type: "Mutation", value: { type: "SqlDeleteMany", table: "t", filter, returning: ["id"] } },
    `DELETE FROM "t" WHERE ("name" = E'it''s \\\\') RETURNING "id"`,
  ],
];

for (const layout of LAYOUTS) {
  Deno.test(`PlanSemantic gives statements that the server takes in layout ${layout}`, async () => {
    await using opened = await served.open({ layout });
    for (const [request, text] of PLANS) {
      const { plan } = await opened.call("PlanSemantic", { request });
      deepStrictEqual(plan.queries.map((query) => query.text), [text]);
      strictEqual(plan.kind, request.type === "Mutation" ? "MutationPreview" : "Query");
      await opened.rows(text.startsWith("EXPLAIN") ? text : `EXPLAIN ${text}`);
    }
  });
}

/** These are unreadable without their lists of types (H7); the newest layouts have the lists. */
const TYPED_PLANS: readonly [SemanticRequest, string][] = [
  [
    {
      type: "Mutation",
      value: { type: "SqlUpdateMany", table: "t", filter, changes: [["name", "x"]], changeTypes: ["text"] },
    },
    `UPDATE "t" SET "name" = 'x' WHERE ("name" = E'it''s \\\\')`,
  ],
  [
    {
      type: "Mutation",
      value: {
        type: "SqlUpsert",
        table: "t",
        columns: ["id", "name"],
        values: [1n, "a"],
        columnTypes: ["int4", "text"],
        conflictColumns: ["id"],
        updateAssignments: [["name", "b"]],
        updateAssignmentTypes: ["text"],
      },
    },
    `INSERT INTO "t" ("id", "name") VALUES (1, 'a') ON CONFLICT ("id") DO UPDATE SET "name" = 'b'`,
  ],
];

Deno.test("PlanSemantic previews writes of many rows", async () => {
  await using opened = await served.open();
  for (const [request, text] of TYPED_PLANS) {
    const { plan } = await opened.call("PlanSemantic", { request });
    deepStrictEqual(plan.queries.map((query) => query.text), [text]);
    await opened.rows(`EXPLAIN ${text}`);
  }
});

Deno.test("PlanSemantic refuses requests that tables cannot run", async () => {
  await using opened = await served.open();
  const request: SemanticRequest = { type: "CollectionCount", collection: { database: "postgres", name: "c" } };
  await rejects(opened.call("PlanSemantic", { request }), { code: "InvalidRequest" });
  const set = { type: "KeyValueDelete" as const, key: "k" };
  await rejects(
    opened.call("PlanSemantic", { request: { type: "Mutation", value: set } }),
    /PostgreSQL has tables only/,
  );
});
