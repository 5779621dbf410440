/**
 * Every request that can cross the wire and runs on a session. Each names objects that no database has, so
 * that no driver changes anything.
 *
 * @module
 */
import type { DriverRequestBody, TableInfo } from "@fluxwire/wire";

const MISSING = "fluxwire_missing";
const KEY = "fluxwire:conformance:missing";
const NOTHING_WANTED = { includeType: false, includeTtl: false, includeSize: false };
const TABLE: TableInfo = { name: MISSING, schema: null, columns: [], indexes: null };
const IDENTITY = { type: "Composite", columns: ["id"], values: [1n] } as const;
const PAGE = { type: "Offset", limit: 1, offset: 0n } as const;

/** The requests, in the order of their numbers. */
export const HARMLESS_REQUESTS: readonly DriverRequestBody[] = [
  { type: "Ping" },
  { type: "Execute", request: { sql: "", params: [] } },
  { type: "ExecuteWithHandle", request: { sql: "", params: [] } },
  { type: "Cancel", handleId: "0badcafe-0000-4000-8000-00000000beef" },
  { type: "CancelActive" },
  { type: "CleanupAfterCancel" },
  { type: "Schema" },
  { type: "ListDatabases" },
  { type: "SchemaForDatabase", database: MISSING },
  { type: "TableDetails", database: MISSING, table: MISSING },
  { type: "ViewDetails", database: MISSING, view: MISSING },
  { type: "SetActiveDatabase", database: MISSING },
  { type: "BrowseTable", request: { table: { name: MISSING }, pagination: PAGE, orderBy: [] } },
  { type: "CountTable", request: { table: { name: MISSING } } },
  { type: "BrowseCollection", request: { collection: { database: MISSING, name: MISSING }, pagination: PAGE } },
  { type: "CountCollection", request: { collection: { database: MISSING, name: MISSING } } },
  { type: "Explain", request: { table: { name: MISSING } } },
  { type: "DescribeTable", request: { table: { name: MISSING } } },
  { type: "PlanSemantic", request: { type: "TableCount", table: { name: MISSING } } },
  {
    type: "UpdateRow",
    patch: { identity: { ...IDENTITY, columns: ["id"], values: [1n] }, table: MISSING, changes: [["a", 1n]] },
  },
  { type: "InsertRow", insert: { table: MISSING, columns: ["id"], values: [1n] } },
  { type: "DeleteRow", delete: { identity: { ...IDENTITY, columns: ["id"], values: [1n] }, table: MISSING } },
  { type: "SchemaTypes", database: MISSING },
  { type: "SchemaIndexes", database: MISSING },
  { type: "SchemaForeignKeys", database: MISSING },
  { type: "ActiveDatabase" },
  { type: "KvScanKeys", request: { filter: `${KEY}*`, limit: 1 } },
  { type: "KvGetKey", request: { key: KEY, ...NOTHING_WANTED } },
  { type: "KvSetKey", request: { key: KEY, value: new Uint8Array(), repr: "Text", condition: "IfExists" } },
  { type: "KvDeleteKey", request: { key: KEY } },
  { type: "KvExistsKey", request: { key: KEY } },
  { type: "KvKeyType", request: { key: KEY } },
  { type: "KvKeyTtl", request: { key: KEY } },
  { type: "KvExpireKey", request: { key: KEY, ttlSeconds: 1n } },
  { type: "KvPersistKey", request: { key: KEY } },
  { type: "KvRenameKey", request: { fromKey: KEY, toKey: `${KEY}:renamed` } },
  { type: "KvBulkGet", request: { keys: [KEY], ...NOTHING_WANTED } },
  { type: "KvHashSet", request: { key: KEY, fields: [] } },
  { type: "KvHashDelete", request: { key: KEY, fields: ["a"] } },
  { type: "KvListSet", request: { key: KEY, index: 0n, value: "a" } },
  { type: "KvListPush", request: { key: KEY, end: "Tail", values: [] } },
  { type: "KvListRemove", request: { key: KEY, value: "a", count: 0n } },
  { type: "KvSetAdd", request: { key: KEY, members: [] } },
  { type: "KvSetRemove", request: { key: KEY, members: ["a"] } },
  { type: "KvZSetAdd", request: { key: KEY, members: [] } },
  { type: "KvZSetRemove", request: { key: KEY, members: ["a"] } },
  { type: "KvStreamAdd", request: { key: KEY, id: { type: "Auto" }, fields: [] } },
  { type: "KvStreamDelete", request: { key: KEY, ids: ["0-1"] } },
  { type: "CodeGenerators" },
  { type: "GenerateCode", generatorId: MISSING, table: TABLE },
];
