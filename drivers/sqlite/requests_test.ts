import { deepStrictEqual, ok, rejects } from "node:assert/strict";
import { type DriverRequestBody, type DriverResponseBody, LAYOUTS, RpcError, SCHEMA } from "@fluxwire/wire";
import type { DriverClient } from "@fluxwire/wire/client";
import { connectTo, PERMISSIONS, serveDriver } from "./testing/served.ts";

const TABLE = { name: "t", schema: null };
const IDENTITY = { type: "Composite" as const, columns: ["id"], values: [1n] };
const STATEMENT = { sql: "SELECT id, name FROM t WHERE id = ?", params: [1n], limit: 5, offset: 0 };
const BROWSE = {
  table: TABLE,
  pagination: { type: "Offset" as const, limit: 1, offset: 1n },
  orderBy: [{ column: { name: "id" }, direction: "Descending" as const }],
};
const COLLECTION = { collection: { database: "main", name: "t" } };

/** The supported requests with the checked part of their answers, in the order in which they run. */
const SUPPORTED: readonly [DriverRequestBody, (answer: never) => unknown, unknown][] = [
  [{ type: "Ping" }, ({ type }: DriverResponseBody) => type, "Pong"],
  [{ type: "ListDatabases" }, (a: Of<"Databases">) => a.databases, [{ name: "main", isCurrent: true }]],
  [{ type: "SetActiveDatabase", database: "main" }, ({ type }: DriverResponseBody) => type, "ActiveDatabaseSet"],
  [{ type: "ActiveDatabase" }, (a: Of<"ActiveDatabaseResult">) => a.database, "main"],
  [{ type: "Execute", request: STATEMENT }, (a: Of<"ExecuteResult">) => a.result.rows, [[1n, "a"]]],
  [{ type: "ExecuteWithHandle", request: STATEMENT }, (a: Of<"ExecuteWithHandleResult">) => a.result.rows, [[1n, "a"]]],
  [{ type: "Cancel", handleId: crypto.randomUUID() }, ({ type }: DriverResponseBody) => type, "Cancelled"],
  [{ type: "CancelActive" }, ({ type }: DriverResponseBody) => type, "Cancelled"],
  [{ type: "CleanupAfterCancel" }, ({ type }: DriverResponseBody) => type, "CleanupComplete"],
  [{ type: "Schema" }, ({ schema: { structure } }: Of<"Schema">) => {
    ok(structure.type === "Relational");
    return structure.schemas.map(({ name, tables, views }) => [name, tables[0]!.name, views[0]!.name]);
  }, [["main", "t", "v"]]],
  [{ type: "SchemaForDatabase", database: "main" }, (a: Of<"SchemaForDatabase">) => a.schema.tables[0]!.name, "t"],
  [
    { type: "TableDetails", database: "main", table: "t" },
    ({ table }: Of<"TableDetails">) => [table.columns!.map(({ name }) => name), table.constraints![0]!.checkClause],
    [["id", "name", "size"], "size > 0"],
  ],
  [{ type: "ViewDetails", database: "main", view: "v" }, (a: Of<"ViewDetails">) => a.view.name, "v"],
  [{ type: "SchemaTypes", database: "main" }, (a: Of<"SchemaTypes">) => a.types, []],
  [{ type: "SchemaIndexes", database: "main" }, (a: Of<"SchemaIndexes">) => a.indexes.map(({ name }) => name), ["i"]],
  [{ type: "SchemaForeignKeys", database: "main" }, (a: Of<"SchemaForeignKeys">) => a.foreignKeys, []],
  [{ type: "BrowseTable", request: BROWSE }, (a: Of<"BrowseResult">) => a.result.rows, [[1n, "a", 1.5]]],
  [{ type: "CountTable", request: { table: TABLE } }, (a: Of<"CountResult">) => a.count, 2n],
  [{ type: "Explain", request: { table: TABLE } }, (a: Of<"BrowseResult">) => a.result.rows[0]![3], "SCAN main.t"],
  [{ type: "DescribeTable", request: { table: TABLE } }, (a: Of<"BrowseResult">) => a.result.rows.length, 3],
  [
    { type: "InsertRow", insert: { table: "t", columns: ["name"], values: ["c"] } },
    (a: Of<"CrudResult">) => a.result.returningRow,
    [3n, "c", null],
  ],
  [
    { type: "UpdateRow", patch: { table: "t", identity: IDENTITY, changes: [["size", 2]] } },
    (a: Of<"CrudResult">) => a.result.returningRow,
    [1n, "a", 2],
  ],
  [
    { type: "DeleteRow", delete: { table: "t", identity: IDENTITY } },
    (a: Of<"CrudResult">) => a.result.affectedRows,
    1n,
  ],
  [
    { type: "PlanSemantic", request: { type: "Describe", table: TABLE } },
    (a: Of<"SemanticPlan">) => a.plan.queries[0]!.text.includes("pragma_table_xinfo('t', 'main')"),
    true,
  ],
  [{ type: "CodeGenerators" }, (a: Of<"CodeGeneratorsResult">) => a.generators.length, 10],
  [
    { type: "GenerateCode", generatorId: "drop_table", table: { name: "t" } },
    (a: Of<"GenerateCodeResult">) => a.code,
    'DROP TABLE "main"."t";',
  ],
];

type Of<T extends DriverResponseBody["type"]> = Extract<DriverResponseBody, { type: T }>;

/** The requests that opening and closing a session has already tested. */
const OF_THE_SESSION = ["Hello", "OpenSession", "CloseSession"];
/** The requests that no client can send: the wire cannot carry documents (H4). */
const IMPOSSIBLE = ["UpdateDocument", "InsertDocument", "DeleteDocument"];

/** Members of every request about keys. */
const KEYS = {
  key: "k",
  keys: ["k"],
  limit: 1,
  includeType: false,
  includeTtl: false,
  includeSize: false,
  value: "v",
  values: ["v"],
  fields: [],
  members: [],
  ids: [],
  id: { type: "Auto" },
  fromKey: "k",
  toKey: "l",
  ttlSeconds: 1n,
  index: 0n,
  count: 0n,
  end: "Head",
  repr: "Text",
  condition: "Always",
};

function unsupportedBody(type: string): DriverRequestBody {
  if (type === "BrowseCollection") return { type, request: { ...COLLECTION, pagination: BROWSE.pagination } };
  if (type === "CountCollection") return { type, request: COLLECTION };
  const fields = type === "KvHashDelete" ? ["f"] : [];
  const value = type === "KvSetKey" ? Uint8Array.of(1) : "v";
  return { type, request: { ...KEYS, fields, value } } as unknown as DriverRequestBody;
}

/** The requests of the README's table, by whether they are supported. */
function documented(): Record<"yes" | "no", string[]> {
  const text = Deno.readTextFileSync(new URL("./README.md", import.meta.url));
  const rows = [...text.matchAll(/^\| (\w+) \| (yes|no) \|/gm)];
  const names = (answer: string) => rows.filter(([, , found]) => found === answer).map(([, name]) => name!);
  return { yes: names("yes"), no: names("no") };
}

Deno.test("the README has every request", () => {
  const { yes, no } = documented();
  const bodies = SCHEMA["DriverRequestBody"]!;
  ok("variants" in bodies);
  deepStrictEqual([...yes, ...no].sort(), bodies.variants.map(({ name }) => name).sort());
  const tested = SUPPORTED.map(([{ type }]) => type as string);
  deepStrictEqual([...tested, ...OF_THE_SESSION].sort(), yes.sort());
});

async function tryAll(client: DriverClient): Promise<void> {
  const session = await client.open({ path: ":memory:" });
  await session.execute({
    sql: `CREATE TABLE t(id INTEGER PRIMARY KEY, name TEXT, size REAL CHECK (size > 0));
      CREATE INDEX i ON t(name); CREATE VIEW v AS SELECT name FROM t; INSERT INTO t VALUES (1, 'a', 1.5), (2, 'b', 1)`,
  });
  const exact = await session.execute({ sql: "SELECT 9223372036854775807, 1.0, -0.0, x'00ff', NULL, 'ü'" });
  deepStrictEqual(exact.rows, [[2n ** 63n - 1n, 1, -0, Uint8Array.of(0, 255), null, "ü"]]);
  for (const [body, look, expected] of SUPPORTED) {
    const answer = await client.call(body, { sessionId: session.id });
    deepStrictEqual(look(answer.body as never), expected, body.type);
  }
  for (const type of documented().no.filter((name) => !IMPOSSIBLE.includes(name))) {
    await rejects(client.call(unsupportedBody(type), { sessionId: session.id }), (error) => {
      ok(error instanceof RpcError, `${type}: ${error}`);
      deepStrictEqual([error.code, type], ["UnsupportedMethod", type]);
      return true;
    });
  }
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
