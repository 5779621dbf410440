import { ok } from "node:assert/strict";
import { type DriverResponseBody, LAYOUTS } from "@fluxwire/wire";
import type { DriverClient } from "@fluxwire/wire/client";
import {
  type AnswerOf,
  DocumentedRequests,
  type Supported,
} from "../../packages/testing/testing/documented_requests.ts";
import { ServedDriver } from "@fluxwire/sdk/testing";
import { driver } from "./mod.ts";

const TABLE = { name: "t", schema: null };
const IDENTITY = { type: "Composite" as const, columns: ["id"], values: [1n] };
const STATEMENT = { sql: "SELECT id, name FROM t WHERE id = $1", params: [1n], limit: 5, offset: 0 };
const BROWSE = {
  table: TABLE,
  pagination: { type: "Offset" as const, limit: 1, offset: 1n },
  orderBy: [{ column: { name: "id" }, direction: "Descending" as const }],
};

/** The supported requests with the checked part of their answers, in the order in which they run. */
const SUPPORTED: readonly Supported[] = [
  [{ type: "Ping" }, ({ type }: DriverResponseBody) => type, "Pong"],
  [{ type: "ListDatabases" }, (a: AnswerOf<"Databases">) => a.databases, [{ name: "memory", isCurrent: true }]],
  [{ type: "SetActiveDatabase", database: "memory" }, ({ type }: DriverResponseBody) => type, "ActiveDatabaseSet"],
  [{ type: "ActiveDatabase" }, (a: AnswerOf<"ActiveDatabaseResult">) => a.database, "memory"],
  [{ type: "Execute", request: STATEMENT }, (a: AnswerOf<"ExecuteResult">) => a.result.rows, [[1n, "a"]]],
  [{ type: "ExecuteWithHandle", request: STATEMENT }, (a: AnswerOf<"ExecuteWithHandleResult">) => a.result.rows, [[
    1n,
    "a",
  ]]],
  [{ type: "Cancel", handleId: crypto.randomUUID() }, ({ type }: DriverResponseBody) => type, "Cancelled"],
  [{ type: "CancelActive" }, ({ type }: DriverResponseBody) => type, "Cancelled"],
  [{ type: "CleanupAfterCancel" }, ({ type }: DriverResponseBody) => type, "CleanupComplete"],
  [{ type: "Schema" }, ({ schema: { structure } }: AnswerOf<"Schema">) => {
    ok(structure.type === "Relational");
    return structure.schemas.map(({ name, tables, views }) => [name, tables[0]!.name, views[0]!.name]);
  }, [["main", "t", "v"]]],
  [
    { type: "SchemaForDatabase", database: "memory" },
    (a: AnswerOf<"SchemaForDatabase">) => a.schema.tables[0]!.name,
    "t",
  ],
  [
    { type: "TableDetails", database: "memory", table: "t" },
    (
      { table }: AnswerOf<"TableDetails">,
    ) => [table.columns!.map(({ name }) => name), table.constraints![0]!.checkClause],
    [["id", "name", "size"], "(size > 0)"],
  ],
  [{ type: "ViewDetails", database: "memory", view: "v" }, (a: AnswerOf<"ViewDetails">) => a.view.name, "v"],
  [{ type: "SchemaTypes", database: "memory" }, (a: AnswerOf<"SchemaTypes">) => a.types[0]!.enumValues, ["x", "y"]],
  [{ type: "SchemaIndexes", database: "memory" }, (a: AnswerOf<"SchemaIndexes">) => a.indexes.map(({ name }) => name), [
    "i",
    "t_id_pkey",
  ]],
  [{ type: "SchemaForeignKeys", database: "memory" }, (a: AnswerOf<"SchemaForeignKeys">) => a.foreignKeys, []],
  [{ type: "BrowseTable", request: BROWSE }, (a: AnswerOf<"BrowseResult">) => a.result.rows, [[1n, "a", 1.5]]],
  [{ type: "CountTable", request: { table: TABLE } }, (a: AnswerOf<"CountResult">) => a.count, 2n],
  [
    { type: "Explain", request: { table: TABLE } },
    (a: AnswerOf<"BrowseResult">) => a.result.rows[0]![0],
    "physical_plan",
  ],
  [{ type: "DescribeTable", request: { table: TABLE } }, (a: AnswerOf<"BrowseResult">) => a.result.rows.length, 3],
  [
    { type: "InsertRow", insert: { table: "t", columns: ["id", "name"], values: [3n, "c"] } },
    (a: AnswerOf<"CrudResult">) => a.result.returningRow,
    [3n, "c", null],
  ],
  [
    { type: "UpdateRow", patch: { table: "t", identity: IDENTITY, changes: [["size", 2]] } },
    (a: AnswerOf<"CrudResult">) => a.result.returningRow,
    [1n, "a", 2],
  ],
  [
    { type: "DeleteRow", delete: { table: "t", identity: IDENTITY } },
    (a: AnswerOf<"CrudResult">) => a.result.affectedRows,
    1n,
  ],
  [
    { type: "PlanSemantic", request: { type: "TableCount", table: TABLE } },
    (a: AnswerOf<"SemanticPlan">) => a.plan.queries[0]!.text,
    'SELECT system.main.count_star() FROM "t"',
  ],
  [{ type: "CodeGenerators" }, (a: AnswerOf<"CodeGeneratorsResult">) => a.generators.length, 8],
  [
    { type: "GenerateCode", generatorId: "drop_table", table: { name: "t" } },
    (a: AnswerOf<"GenerateCodeResult">) => a.code,
    'DROP TABLE "memory"."main"."t";',
  ],
];

const REQUESTS = new DocumentedRequests(new URL("./README.md", import.meta.url), "memory", SUPPORTED);

Deno.test("the README has every request", () => REQUESTS.checkTable());

async function tryAll(client: DriverClient): Promise<void> {
  const session = await client.open({ path: ":memory:" });
  await session.execute({
    sql: `CREATE TYPE mood AS ENUM ('x', 'y');
      CREATE TABLE t(id INTEGER PRIMARY KEY, name TEXT, size DOUBLE CHECK (size > 0));
      CREATE INDEX i ON t(name); CREATE VIEW v AS SELECT name FROM t; INSERT INTO t VALUES (1, 'a', 1.5), (2, 'b', 1)`,
  });
  await REQUESTS.tryAll(client, session);
  await session.close();
}

Deno.test("every request is answered as the README says, in every layout", async (t) => {
  for (const layout of LAYOUTS) {
    await t.step(layout, async () => {
      await using served = await ServedDriver.start(driver);
      await tryAll(await served.connect({ layout }));
    });
  }
});
