import { deepStrictEqual, ok, rejects, strictEqual } from "node:assert/strict";
import {
  type DriverRequestBody,
  type Layout,
  LAYOUTS,
  type SemanticFilter,
  type TableInfo,
  type WhereOperator,
} from "@fluxwire/wire";
import { ANSWERS, type Method } from "@fluxwire/wire/client";
import { Opened } from "../testing/opened.ts";

const PAGE = { type: "Offset", limit: 2, offset: 0n } as const;
const PLACE = { database: "shop", schema: null };
const IDENTITY = { type: "Composite" as const, columns: ["id"], values: [11n] };
const KEY = { key: "k", keyspace: null };
const FACTS = { includeType: true, includeTtl: true, includeSize: true };

const TABLE: TableInfo = {
  name: "t",
  columns: [{ name: "id", typeName: "INTEGER", nullable: false, isPrimaryKey: true }],
};

function where(name: string, operator: WhereOperator, value: bigint | string) {
  return { type: "Predicate", field: { type: "Column", name }, operator, value } as const;
}

/** One request of each kind on an open session, in an order in which each succeeds. */
const REQUESTS: readonly Exclude<DriverRequestBody, { type: "Hello" | "OpenSession" }>[] = [
  { type: "Ping" },
  { type: "Execute", request: { sql: "SELECT 1", params: [] } },
  { type: "ExecuteWithHandle", request: { sql: "SELECT 1", params: [] } },
  { type: "Cancel", handleId: "00112233-4455-6677-8899-aabbccddeeff" },
  { type: "CancelActive" },
  { type: "CleanupAfterCancel" },
  { type: "Schema" },
  { type: "ListDatabases" },
  { type: "SchemaForDatabase", database: "plant" },
  { type: "TableDetails", ...PLACE, table: "orders" },
  { type: "ViewDetails", ...PLACE, view: "paid_orders" },
  { type: "SetActiveDatabase", database: "shop" },
  { type: "ActiveDatabase" },
  { type: "BrowseTable", request: { table: { name: "orders" }, pagination: PAGE, orderBy: [] } },
  { type: "CountTable", request: { table: { name: "orders" }, semanticFilter: where("status", "Eq", "paid") } },
  { type: "BrowseCollection", request: { collection: { database: "shop", name: "articles" }, pagination: PAGE } },
  { type: "CountCollection", request: { collection: { database: "shop", name: "articles" } } },
  { type: "Explain", request: { table: { name: "orders" } } },
  { type: "DescribeTable", request: { table: { name: "orders" } } },
  { type: "PlanSemantic", request: { type: "Describe", table: { name: "orders" } } },
  { type: "UpdateRow", patch: { identity: IDENTITY, table: "orders", changes: [["status", "sent"]] } },
  { type: "InsertRow", insert: { table: "customers", columns: ["id", "name"], values: [9n, "Nine"] } },
  { type: "DeleteRow", delete: { identity: IDENTITY, table: "orders" } },
  { type: "SchemaTypes", ...PLACE },
  { type: "SchemaIndexes", ...PLACE },
  { type: "SchemaForeignKeys", ...PLACE },
  { type: "KvScanKeys", request: { limit: 5 } },
  { type: "KvSetKey", request: { ...KEY, value: Uint8Array.of(65), repr: "Text", condition: "Always" } },
  { type: "KvGetKey", request: { ...KEY, ...FACTS } },
  { type: "KvBulkGet", request: { keys: ["k", "none"], ...FACTS } },
  { type: "KvExistsKey", request: KEY },
  { type: "KvKeyType", request: KEY },
  { type: "KvKeyTtl", request: KEY },
  { type: "KvExpireKey", request: { ...KEY, ttlSeconds: 60n } },
  { type: "KvPersistKey", request: KEY },
  { type: "KvRenameKey", request: { fromKey: "k", toKey: "j" } },
  { type: "KvDeleteKey", request: { key: "j" } },
  { type: "KvHashSet", request: { key: "h", fields: [["a", "1"]] } },
  { type: "KvHashDelete", request: { key: "h", fields: ["a"] } },
  { type: "KvListPush", request: { key: "l", values: ["a"], end: "Tail" } },
  { type: "KvListSet", request: { key: "l", index: 0n, value: "b" } },
  { type: "KvListRemove", request: { key: "l", value: "b", count: 0n } },
  { type: "KvSetAdd", request: { key: "s", members: ["a"] } },
  { type: "KvSetRemove", request: { key: "s", members: ["a"] } },
  { type: "KvZSetAdd", request: { key: "z", members: [["a", 1.5]] } },
  { type: "KvZSetRemove", request: { key: "z", members: ["a"] } },
  { type: "KvStreamAdd", request: { key: "x", id: { type: "Explicit", value: "1-0" }, fields: [["a", "1"]] } },
  { type: "KvStreamDelete", request: { key: "x", ids: ["1-0"] } },
  { type: "CodeGenerators" },
  { type: "GenerateCode", generatorId: "select", table: TABLE },
  { type: "CloseSession" },
];

/** Documents are sent as JSON, which cannot be decoded (H4). */
const IMPOSSIBLE = ["InsertDocument", "UpdateDocument", "DeleteDocument"];

async function answers(layout: Layout): Promise<void> {
  await using opened = await Opened.open({ layout });
  for (const body of REQUESTS) {
    const answer = await opened.client.call(body, { sessionId: opened.session.id });
    strictEqual(answer.body.type, ANSWERS[body.type], body.type);
  }
}

for (const layout of LAYOUTS) {
  Deno.test(`the full scenario answers every request that can cross the wire in layout ${layout}`, () =>
    answers(layout));
}

Deno.test("the tests of the full scenario send every request", () => {
  const asked = new Set<string>(["Hello", "OpenSession", ...REQUESTS.map(({ type }) => type)]);
  deepStrictEqual(
    (Object.keys(ANSWERS) as Method[]).filter((method) => !asked.has(method)).toSorted(),
    IMPOSSIBLE.toSorted(),
  );
});

Deno.test("the full scenario announces what its session can do", async () => {
  await using opened = await Opened.open();
  const { capabilities } = opened.session.opened.metadata;
  for (const bit of [30n, 31n, 32n, 33n, 34n]) ok((capabilities >> bit & 1n) === 1n, `bit ${bit}`);
  strictEqual(opened.session.opened.schemaFeatures, 0b111);
});

Deno.test("the full scenario's tables have columns, keys, constraints and types, but no indexes of their own", async () => {
  await using opened = await Opened.open();
  const sessionId = opened.session.id;
  const { body: { table } } = await opened.client.call({ type: "TableDetails", ...PLACE, table: "orders" }, {
    sessionId,
  });
  deepStrictEqual(table.columns?.map(({ name }) => name), [
    "id",
    "customer_id",
    "total",
    "status",
    "placed",
    "details",
  ]);
  deepStrictEqual(table.columns?.[3]?.enumValues, ["open", "paid", "sent"]);
  deepStrictEqual([table.indexes, table.foreignKeys?.[0]?.referencedTable], [null, "customers"]);
  deepStrictEqual(table.constraints?.[0]?.checkClause, "total >= 0");
  const { body: { indexes } } = await opened.client.call({ type: "SchemaIndexes", ...PLACE }, { sessionId });
  deepStrictEqual(indexes.filter(({ tableName }) => tableName === "customers").map(({ name }) => name), [
    "customers_pkey",
    "customers_email",
  ]);
});

/** Filters on the articles, and the rows that they keep. */
const FILTERS: readonly [SemanticFilter, number[]][] = [
  [{ type: "And", value: [] }, [1, 2, 3]],
  [{ type: "Or", value: [] }, []],
  [where("title", "Regex", "^On [fl]"), [1, 2]],
  [where("tags", "Contains", "bytes"), [1]],
  [where("title", "Contains", "pat"), [3]],
  [where("tags", "Size", 0n), [3]],
  [{ ...where("tags", "ContainsAll", ""), value: ["wire", "bytes"] }, [1]],
  [{ ...where("tags", "Overlap", ""), value: ["bytes", "other"] }, [1]],
  [{ ...where("title", "NotIn", ""), value: ["On frames"] }, [2, 3]],
  [{ type: "Predicate", field: { type: "Path", value: ["author", "age"] }, operator: "Gt", value: 31n }, [2, 3]],
  [
    { type: "Not", value: { type: "Predicate", field: { type: "Path", value: ["author", "x"] }, operator: "Null" } },
    [],
  ],
];

Deno.test("the full scenario filters by every comparing operator", async () => {
  await using opened = await Opened.open();
  const collection = { database: "shop", name: "articles" };
  for (const [semanticFilter, expected] of FILTERS) {
    const pagination = { type: "Offset", limit: 10, offset: 0n } as const;
    const request = { collection, pagination, semanticFilter };
    const { body } = await opened.client.call({ type: "BrowseCollection", request }, { sessionId: opened.session.id });
    const ids = body.result.rows.map(([id]) => Number(`0x${(id as { value: string }).value}`));
    deepStrictEqual(
      ids,
      expected,
      JSON.stringify(semanticFilter, (_, value) => typeof value === "bigint" ? `${value}` : value),
    );
  }
});

Deno.test("the full scenario browses with order, page, and both kinds of filter at once", async () => {
  await using opened = await Opened.open();
  const { body } = await opened.client.call({
    type: "BrowseTable",
    request: {
      table: { name: "customers" },
      pagination: { type: "Offset", limit: 1, offset: 1n },
      orderBy: [{ column: { name: "name" }, direction: "Descending" }],
      filter: "active = TRUE",
      semanticFilter: where("id", "Lt", 4n),
    },
  }, { sessionId: opened.session.id });
  deepStrictEqual(body.result.rows.map(([id]) => id), [1n]);
  const elsewhere = { type: "CountTable" as const, request: { table: { schema: "plant", name: "readings" } } };
  const { body: { count: readings } } = await opened.client.call(elsewhere, { sessionId: opened.session.id });
  strictEqual(readings, 1_000n);
  const filter = { table: { name: "customers" }, filter: "no such (" };
  const count = opened.client.call({ type: "CountTable", request: filter }, { sessionId: opened.session.id });
  await rejects(count, /Syntax error at/);
});

Deno.test("the full scenario changes single rows and returns them", async () => {
  await using opened = await Opened.open();
  const sessionId = opened.session.id;
  const patch = {
    identity: { type: "Key" as const, value: "3" },
    table: "customers",
    changes: [["name", "E."]] as [string, string][],
  };
  const updated = await opened.client.call({ type: "UpdateRow", patch }, { sessionId });
  deepStrictEqual(updated.body.result.returningRow, [3n, "E.", null, false, null]);
  const identity = { type: "ObjectId" as const, value: "000000000000000000000002" };
  const deleted = await opened.client.call({ type: "DeleteRow", delete: { identity, table: "articles" } }, {
    sessionId,
  });
  strictEqual(deleted.body.result.affectedRows, 1n);
  const again = await opened.client.call({ type: "DeleteRow", delete: { identity, table: "articles" } }, { sessionId });
  deepStrictEqual(again.body.result, { ...again.body.result, affectedRows: 0n, returningRow: null });
});

Deno.test("the full scenario plans requests as statements", async () => {
  await using opened = await Opened.open();
  const plan = async (request: Extract<DriverRequestBody, { type: "PlanSemantic" }>["request"]) => {
    const { body } = await opened.client.call({ type: "PlanSemantic", request }, { sessionId: opened.session.id });
    return [body.plan.kind, ...body.plan.queries.map(({ text }) => text)];
  };
  const table = { name: "orders" };
  deepStrictEqual(
    await plan({
      type: "Aggregate",
      table,
      filter: where("id", "Gt", 1n),
      groupBy: [{ name: "status" }],
      aggregations: [{ function: "Sum", column: { name: "total" }, alias: "sum" }, { function: "Count", alias: "n" }],
      orderBy: [],
      limit: 3,
    }),
    ["Query", "SELECT status, sum(total) AS sum, count(*) AS n FROM orders WHERE id > 1 GROUP BY status LIMIT 3"],
  );
  const orderBy = [{ column: { name: "my id" }, direction: "Descending" as const }];
  deepStrictEqual(await plan({ type: "TableBrowse", table, pagination: PAGE, orderBy, filter: "id = 1" }), [
    "Query",
    'SELECT * FROM orders WHERE id = 1 ORDER BY "my id" DESC LIMIT 2 OFFSET 0',
  ]);
  const changes: [string, string][] = [["status", "it's"]];
  deepStrictEqual(
    await plan({ type: "Mutation", value: { type: "SqlUpdate", identity: IDENTITY, table: "orders", changes } }),
    [
      "MutationPreview",
      "UPDATE orders SET status = 'it''s' WHERE (id = 11)",
    ],
  );
  deepStrictEqual(await plan({ type: "Mutation", value: { type: "KeyValueDelete", key: "k" } }), [
    "MutationPreview",
    'DELETE "k"',
  ]);
});
