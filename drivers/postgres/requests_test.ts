import { deepStrictEqual, match, ok, rejects, strictEqual } from "node:assert/strict";
import { type DriverRequestBody, LAYOUTS, SCHEMA, type SemanticRequest } from "@fluxwire/wire";
import { Served } from "./testing/served.ts";

const served = await Served.start();
Deno.test.beforeAll(async () => {
  await using opened = await served.open();
  await opened.rows("CREATE TABLE t (id int PRIMARY KEY, name text); CREATE VIEW v AS SELECT * FROM t");
});
Deno.test.afterAll(() => served[Symbol.asyncDispose]());

const place = { database: "postgres", schema: "public" };
const table = { name: "t", schema: "public" };
const collection = { database: "postgres", name: "c" };
const pagination = { type: "Offset" as const, limit: 1, offset: 0n };
const identity = { type: "Composite" as const, columns: ["id"], values: [7n] };
const plan: SemanticRequest = { type: "TableCount", table };

/** One request of each kind that the README's table marks as supported, in a working order. */
const SUPPORTED: readonly DriverRequestBody[] = [
  { type: "Ping" },
  { type: "Execute", request: { sql: "SELECT 1", params: [] } },
  { type: "ExecuteWithHandle", request: { sql: "SELECT $1::int", params: [1n] } },
  { type: "Cancel", handleId: crypto.randomUUID() },
  { type: "CancelActive" },
  { type: "CleanupAfterCancel" },
  { type: "Schema" },
  { type: "ListDatabases" },
  { type: "SchemaForDatabase", database: "postgres" },
  { type: "SetActiveDatabase", database: "postgres" },
  { type: "ActiveDatabase" },
  { type: "TableDetails", ...place, table: "t" },
  { type: "ViewDetails", ...place, view: "v" },
  { type: "SchemaTypes", ...place },
  { type: "SchemaIndexes", ...place },
  { type: "SchemaForeignKeys", ...place },
  { type: "InsertRow", insert: { table: "t", columns: ["id"], values: [7n] } },
  { type: "UpdateRow", patch: { table: "t", identity, changes: [["name", "x"]] } },
  { type: "BrowseTable", request: { table, pagination, orderBy: [] } },
  { type: "CountTable", request: { table } },
  { type: "DeleteRow", delete: { table: "t", identity } },
  { type: "Explain", request: { table } },
  { type: "DescribeTable", request: { table } },
  { type: "PlanSemantic", request: plan },
  { type: "CodeGenerators" },
  { type: "GenerateCode", generatorId: "select", table },
  { type: "CloseSession" },
];

const key = "k";

/** One request of each kind that the README's table marks as unsupported and that can be written. */
const UNSUPPORTED: readonly DriverRequestBody[] = [
  { type: "BrowseCollection", request: { collection, pagination } },
  { type: "CountCollection", request: { collection } },
  { type: "KvScanKeys", request: { cursor: null, filter: null, limit: 1, keyspace: null } },
  { type: "KvGetKey", request: { key, includeType: true, includeTtl: true, includeSize: true } },
  { type: "KvSetKey", request: { key, value: new Uint8Array(), repr: "Text", condition: "Always" } },
  { type: "KvDeleteKey", request: { key } },
  { type: "KvExistsKey", request: { key } },
  { type: "KvKeyType", request: { key } },
  { type: "KvKeyTtl", request: { key } },
  { type: "KvExpireKey", request: { key, ttlSeconds: 1n } },
  { type: "KvPersistKey", request: { key } },
  { type: "KvRenameKey", request: { fromKey: key, toKey: "l" } },
  { type: "KvBulkGet", request: { keys: [key], includeType: true, includeTtl: true, includeSize: true } },
  { type: "KvHashSet", request: { key, fields: [["f", "v"]] } },
  { type: "KvHashDelete", request: { key, fields: ["f"] } },
  { type: "KvListSet", request: { key, index: 0n, value: "v" } },
  { type: "KvListPush", request: { key, values: ["v"], end: "Head" } },
  { type: "KvListRemove", request: { key, count: 1n, value: "v" } },
  { type: "KvSetAdd", request: { key, members: ["m"] } },
  { type: "KvSetRemove", request: { key, members: ["m"] } },
  { type: "KvZSetAdd", request: { key, members: [["m", 1]] } },
  { type: "KvZSetRemove", request: { key, members: ["m"] } },
  { type: "KvStreamAdd", request: { key, id: { type: "Auto" }, fields: [["f", "v"]] } },
  { type: "KvStreamDelete", request: { key, ids: ["1-1"] } },
];

for (const layout of LAYOUTS) {
  Deno.test(`every supported request is answered in layout ${layout}`, async () => {
    await using opened = await served.open({ layout });
    for (const body of SUPPORTED) await opened.client.call(body, { sessionId: opened.session.id });
  });

  Deno.test(`every other request is refused, naming it, in layout ${layout}`, async () => {
    await using opened = await served.open({ layout });
    for (const body of UNSUPPORTED) {
      await rejects(opened.client.call(body, { sessionId: opened.session.id }), (error: Error & { code: string }) => {
        strictEqual(error.code, "UnsupportedMethod", `${body.type}: ${error.message}`);
        match(error.message, new RegExp(`has no ${body.type}$`));
        return true;
      });
    }
    await opened.session.ping();
  });
}

Deno.test("the README's table has every request of the protocol, and agrees with the tests", async () => {
  const readme = await Deno.readTextFile(new URL("./README.md", import.meta.url));
  const listed = new Map([...readme.matchAll(/^\| `([A-Z]\w+)` \| (yes|no) \|/gm)].map(([, name, is]) => [name, is]));
  const { DriverRequestBody } = SCHEMA;
  ok(DriverRequestBody !== undefined && "variants" in DriverRequestBody);
  deepStrictEqual([...listed.keys()].toSorted(), DriverRequestBody.variants.map(({ name }) => name).toSorted());
  const supported = new Set<string>(["Hello", "OpenSession", ...SUPPORTED.map(({ type }) => type)]);
  for (const [name, is] of listed) strictEqual(is, supported.has(name!) ? "yes" : "no", name);
  const documents = ["UpdateDocument", "InsertDocument", "DeleteDocument"];
  deepStrictEqual(listed.size, supported.size + UNSUPPORTED.length + documents.length);
});
