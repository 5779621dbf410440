import { deepStrictEqual, ok } from "node:assert/strict";
import { type DriverResponseBody, LAYOUTS } from "@fluxwire/wire";
import type { DriverClient } from "@fluxwire/wire/client";
import {
  type AnswerOf,
  DocumentedRequests,
  type Supported,
} from "../../packages/testing/testing/documented_requests.ts";
import { connectTo, PERMISSIONS, serveDriver } from "./testing/served.ts";

const TABLE = { name: "t", schema: null };
const IDENTITY = { type: "Composite" as const, columns: ["id"], values: [1n] };
const STATEMENT = { sql: "SELECT id, name FROM t WHERE id = ?", params: [1n], limit: 5, offset: 0 };
const BROWSE = {
  table: TABLE,
  pagination: { type: "Offset" as const, limit: 1, offset: 1n },
  orderBy: [{ column: { name: "id" }, direction: "Descending" as const }],
};

/** The supported requests with the checked part of their answers, in the order in which they run. */
const SUPPORTED: readonly Supported[] = [
  [{ type: "Ping" }, ({ type }: DriverResponseBody) => type, "Pong"],
  [{ type: "ListDatabases" }, (a: AnswerOf<"Databases">) => a.databases, [{ name: "main", isCurrent: true }]],
  [{ type: "SetActiveDatabase", database: "main" }, ({ type }: DriverResponseBody) => type, "ActiveDatabaseSet"],
  [{ type: "ActiveDatabase" }, (a: AnswerOf<"ActiveDatabaseResult">) => a.database, "main"],
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
    { type: "SchemaForDatabase", database: "main" },
    (a: AnswerOf<"SchemaForDatabase">) => a.schema.tables[0]!.name,
    "t",
  ],
  [
    { type: "TableDetails", database: "main", table: "t" },
    (
      { table }: AnswerOf<"TableDetails">,
    ) => [table.columns!.map(({ name }) => name), table.constraints![0]!.checkClause],
    [["id", "name", "size"], "size > 0"],
  ],
  [{ type: "ViewDetails", database: "main", view: "v" }, (a: AnswerOf<"ViewDetails">) => a.view.name, "v"],
  [{ type: "SchemaTypes", database: "main" }, (a: AnswerOf<"SchemaTypes">) => a.types, []],
  [{ type: "SchemaIndexes", database: "main" }, (a: AnswerOf<"SchemaIndexes">) => a.indexes.map(({ name }) => name), [
    "i",
  ]],
  [{ type: "SchemaForeignKeys", database: "main" }, (a: AnswerOf<"SchemaForeignKeys">) => a.foreignKeys, []],
  [{ type: "BrowseTable", request: BROWSE }, (a: AnswerOf<"BrowseResult">) => a.result.rows, [[1n, "a", 1.5]]],
  [{ type: "CountTable", request: { table: TABLE } }, (a: AnswerOf<"CountResult">) => a.count, 2n],
  [
    { type: "Explain", request: { table: TABLE } },
    (a: AnswerOf<"BrowseResult">) => a.result.rows[0]![3],
    "SCAN main.t",
  ],
  [{ type: "DescribeTable", request: { table: TABLE } }, (a: AnswerOf<"BrowseResult">) => a.result.rows.length, 3],
  [
    { type: "InsertRow", insert: { table: "t", columns: ["name"], values: ["c"] } },
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
    { type: "PlanSemantic", request: { type: "Describe", table: TABLE } },
    (a: AnswerOf<"SemanticPlan">) => a.plan.queries[0]!.text.includes("pragma_table_xinfo('t', 'main')"),
    true,
  ],
  [{ type: "CodeGenerators" }, (a: AnswerOf<"CodeGeneratorsResult">) => a.generators.length, 10],
  [
    { type: "GenerateCode", generatorId: "drop_table", table: { name: "t" } },
    (a: AnswerOf<"GenerateCodeResult">) => a.code,
    'DROP TABLE "main"."t";',
  ],
];

const REQUESTS = new DocumentedRequests(new URL("./README.md", import.meta.url), "main", SUPPORTED);

Deno.test("the README has every request", () => REQUESTS.checkTable());

async function tryAll(client: DriverClient): Promise<void> {
  const session = await client.open({ path: ":memory:" });
  await session.execute({
    sql: `CREATE TABLE t(id INTEGER PRIMARY KEY, name TEXT, size REAL CHECK (size > 0));
      CREATE INDEX i ON t(name); CREATE VIEW v AS SELECT name FROM t; INSERT INTO t VALUES (1, 'a', 1.5), (2, 'b', 1)`,
  });
  const exact = await session.execute({ sql: "SELECT 9223372036854775807, 1.0, -0.0, x'00ff', NULL, 'ü'" });
  deepStrictEqual(exact.rows, [[2n ** 63n - 1n, 1, -0, Uint8Array.of(0, 255), null, "ü"]]);
  await REQUESTS.tryAll(client, session);
  await session.close();
}

Deno.test("every request is answered as the README says, over a socket and in every layout", async (t) => {
  await using driver = await serveDriver(PERMISSIONS);
  for (const layout of LAYOUTS) {
    await t.step(layout, async () => {
      const client = await connectTo(driver, layout);
      await tryAll(client);
      client.close();
      await client.closed;
    });
  }
});
