/**
 * Every request that can cross the wire and runs on a session, about things that nobody has: whatever a driver does with
 * them, nothing is changed.
 *
 * @module
 */
import type { DriverRequestBody, TableInfo } from "@fluxwire/wire";

const NOBODY = "fluxwire_nobody";
const KEY = "fluxwire:conformance:nobody";
const NOTHING_WANTED = { includeType: false, includeTtl: false, includeSize: false };
const TABLE: TableInfo = { name: NOBODY, schema: null, columns: [], indexes: null };
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
  { type: "SchemaForDatabase", database: NOBODY },
  { type: "TableDetails", database: NOBODY, table: NOBODY },
  { type: "ViewDetails", database: NOBODY, view: NOBODY },
  { type: "SetActiveDatabase", database: NOBODY },
  { type: "BrowseTable", request: { table: { name: NOBODY }, pagination: PAGE, orderBy: [] } },
  { type: "CountTable", request: { table: { name: NOBODY } } },
  { type: "BrowseCollection", request: { collection: { database: NOBODY, name: NOBODY }, pagination: PAGE } },
  { type: "CountCollection", request: { collection: { database: NOBODY, name: NOBODY } } },
  { type: "Explain", request: { table: { name: NOBODY } } },
  { type: "DescribeTable", request: { table: { name: NOBODY } } },
  { type: "PlanSemantic", request: { type: "TableCount", table: { name: NOBODY } } },
  {
    type: "UpdateRow",
    patch: { identity: { ...IDENTITY, columns: ["id"], values: [1n] }, table: NOBODY, changes: [["a", 1n]] },
  },
  { type: "InsertRow", insert: { table: NOBODY, columns: ["id"], values: [1n] } },
  { type: "DeleteRow", delete: { identity: { ...IDENTITY, columns: ["id"], values: [1n] }, table: NOBODY } },
  { type: "SchemaTypes", database: NOBODY },
  { type: "SchemaIndexes", database: NOBODY },
  { type: "SchemaForeignKeys", database: NOBODY },
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
  { type: "GenerateCode", generatorId: NOBODY, table: TABLE },
];
