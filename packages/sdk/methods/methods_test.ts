import { deepStrictEqual, ok, strictEqual } from "node:assert/strict";
import {
  DEFAULT_LIMITS,
  type DriverRequestBody,
  type DriverResponseBody,
  encode,
  LAYOUTS,
  SCHEMA,
} from "@fluxwire/wire";
import type { SessionCalls } from "@fluxwire/wire/client";
import { defineDriver, type Driver } from "../driver.ts";
import { form } from "../form.ts";
import { createLog } from "../log.ts";
import { connectInMemory } from "../testing/mod.ts";
import type { Context } from "./context.ts";
import { isKnown, methodOf, METHODS } from "./table.ts";
import type { Session } from "./session.ts";

const CONTEXT: Context = {
  signal: new AbortController().signal,
  deadline: null,
  sessionId: "00112233-4455-6677-8899-aabbccddeeff",
  peer: { name: "host", version: "0.7.7", protocolVersion: { major: 1, minor: 2 } },
  log: createLog("error"),
  audit: () => {},
  readsOnly: () => {},
  settlesWithin: () => {},
  answer: {
    request: "Execute",
    layout: "0.7.1",
    codec: "postcard",
    protocolVersion: { major: 1, minor: 2 },
    requestId: "1",
    sessionId: null,
    limits: DEFAULT_LIMITS,
  },
};

const TABLE = { name: "t", schema: "s" };
const ENTRY = { key: "k", keyType: "Hash", ttlSeconds: 5n, sizeBytes: 9n } as const;
const FOUND = { entry: ENTRY, value: Uint8Array.of(1), repr: "Text" } as const;
const INDEX = { name: "i", tableName: "t", columns: ["a"], isUnique: true, isPrimary: false };
const KEY = { key: "k" };
const IDENTITY = { type: "Composite" as const, columns: ["id"], values: [1n] };

/** A request, the arguments expected by the session's method, its result, and the expected answer. */
type Case = [body: DriverRequestBody, parameters: unknown[], result: unknown, answer: Partial<DriverResponseBody>];

const CASES: readonly Case[] = [
  [{ type: "Ping" }, [], undefined, { type: "Pong" }],
  [{ type: "CleanupAfterCancel" }, [], undefined, { type: "CleanupComplete" }],
  [{ type: "Schema" }, [], { type: "KeyValue", keyspaces: [] }, {
    schema: { structure: { type: "KeyValue", keyspaces: [] } },
  }],
  [{ type: "ListDatabases" }, [], ["a"], { databases: [{ name: "a", isCurrent: false }] }],
  [{ type: "SetActiveDatabase" }, [{ database: null }], undefined, { type: "ActiveDatabaseSet" }],
  [{ type: "ActiveDatabase" }, [], "a", { database: "a" }],
  [
    { type: "SchemaForDatabase", database: "d" },
    [{ database: "d" }],
    { name: "d", tables: [], views: [] },
    { schema: { name: "d", tables: [], views: [] } },
  ],
  [{ type: "TableDetails", database: "d", table: "t" }, [{ database: "d", schema: null, table: "t" }], TABLE, {
    table: TABLE,
  }],
  [
    { type: "ViewDetails", database: "d", schema: "s", view: "v" },
    [{ database: "d", schema: "s", view: "v" }],
    { name: "v" },
    { view: { name: "v" } },
  ],
  [{ type: "SchemaTypes", database: "d" }, [{ database: "d", schema: null }], [{ name: "e", kind: "Enum" }], {
    types: [{ name: "e", kind: "Enum" }],
  }],
  [{ type: "SchemaIndexes", database: "d" }, [{ database: "d", schema: null }], [INDEX], { indexes: [INDEX] }],
  [{ type: "SchemaForeignKeys", database: "d" }, [{ database: "d", schema: null }], [], { foreignKeys: [] }],
  ...rowCases(),
  ...keyCases(),
  [{ type: "CodeGenerators" }, [], [], { generators: [] }],
  [{ type: "GenerateCode", generatorId: "g", table: TABLE }, [{ generatorId: "g", table: TABLE }], "DROP", {
    code: "DROP",
  }],
];

function rowCases(): Case[] {
  const statement = { sql: "SELECT 1", params: [] };
  const browse = { table: TABLE, pagination: { type: "Offset" as const, limit: 1, offset: 0n }, orderBy: [] };
  const patch = { identity: IDENTITY, table: "t", changes: [["a", 1n]] as [string, bigint][] };
  const insert = { table: "t", columns: ["a"], values: [1n] };
  const remove = { identity: IDENTITY, table: "t" };
  const plan = { kind: "Query" as const, queries: [], warnings: [] };
  const collection = { collection: { database: "d", name: "c" } };
  const rows = { rows: [{ n: 1 }] };
  const written = { result: { affectedRows: 1n, returningRow: [1n] } };
  return [
    [{ type: "Execute", request: statement }, [statement], rows, { type: "ExecuteResult" }],
    [{ type: "ExecuteWithHandle", request: statement }, [statement], rows, { type: "ExecuteWithHandleResult" }],
    [{ type: "Explain", request: { table: TABLE } }, [{ table: TABLE }], rows, { type: "BrowseResult" }],
    [{ type: "DescribeTable", request: { table: TABLE } }, [{ table: TABLE }], rows, { type: "BrowseResult" }],
    [
      { type: "PlanSemantic", request: { type: "Describe", table: TABLE } },
      [{ type: "Describe", table: TABLE }],
      plan,
      { plan },
    ],
    [{ type: "BrowseTable", request: browse }, [browse], rows, { type: "BrowseResult" }],
    [{ type: "CountTable", request: { table: TABLE } }, [{ table: TABLE }], 7, { count: 7n }],
    [
      { type: "BrowseCollection", request: { ...collection, pagination: browse.pagination } },
      [{ ...collection, pagination: browse.pagination }],
      rows,
      { type: "BrowseResult" },
    ],
    [{ type: "CountCollection", request: collection }, [collection], 7n, { count: 7n }],
    [{ type: "UpdateRow", patch }, [patch], { affectedRows: 1, returningRow: [1] }, written],
    [{ type: "InsertRow", insert }, [insert], { affectedRows: 1n, returningRow: [1n] }, written],
    [{ type: "DeleteRow", delete: remove }, [remove], { affectedRows: 0 }, {
      result: { affectedRows: 0n, returningRow: null },
    }],
  ];
}

function keyCases(): Case[] {
  const list = { key: "k", values: ["v"], end: "Head" as const };
  const members = { key: "k", members: ["m"] };
  const stream = { key: "k", id: { type: "Auto" as const }, fields: [["f", "v"]] as [string, string][] };
  const flags = { includeType: true, includeTtl: true, includeSize: true };
  const set = { key: "k", value: Uint8Array.of(1), repr: "Text" as const, condition: "Always" as const };
  const scored = { key: "k", members: [["m", 1.5]] as [string, number][] };
  const done = { type: "KvBoolResult", value: true } as const, not = { type: "KvBoolResult", value: false } as const;
  return [
    [{ type: "KvScanKeys", request: { limit: 1 } }, [{ limit: 1 }], { entries: [ENTRY] }, {
      page: { entries: [ENTRY] },
    }],
    [{ type: "KvGetKey", request: { ...KEY, ...flags } }, [{ ...KEY, ...flags }], FOUND, { result: FOUND }],
    [{ type: "KvBulkGet", request: { keys: ["k"], ...flags } }, [{ keys: ["k"], ...flags }], [FOUND, null], {
      results: [FOUND, null],
    }],
    [{ type: "KvSetKey", request: set }, [set], undefined, done],
    [{ type: "KvDeleteKey", request: KEY }, [KEY], false, not],
    [{ type: "KvExistsKey", request: KEY }, [KEY], true, done],
    [{ type: "KvKeyType", request: KEY }, [KEY], "SortedSet", { value: '"SortedSet"' }],
    [{ type: "KvKeyTtl", request: KEY }, [KEY], null, { value: "null" }],
    [{ type: "KvExpireKey", request: { ...KEY, ttlSeconds: 1n } }, [{ ...KEY, ttlSeconds: 1n }], true, done],
    [{ type: "KvPersistKey", request: KEY }, [KEY], false, not],
    [{ type: "KvRenameKey", request: { fromKey: "a", toKey: "b" } }, [{ fromKey: "a", toKey: "b" }], undefined, done],
    [
      { type: "KvHashSet", request: { key: "k", fields: [["f", "v"]] } },
      [{ key: "k", fields: [["f", "v"]] }],
      undefined,
      done,
    ],
    [{ type: "KvHashDelete", request: { key: "k", fields: ["f"] } }, [{ key: "k", fields: ["f"] }], true, done],
    [
      { type: "KvListSet", request: { key: "k", index: 0n, value: "v" } },
      [{ key: "k", index: 0n, value: "v" }],
      undefined,
      done,
    ],
    [{ type: "KvListPush", request: list }, [list], undefined, done],
    [
      { type: "KvListRemove", request: { key: "k", value: "v", count: 1n } },
      [{ key: "k", value: "v", count: 1n }],
      false,
      not,
    ],
    [{ type: "KvSetAdd", request: members }, [members], true, done],
    [{ type: "KvSetRemove", request: members }, [members], false, not],
    [{ type: "KvZSetAdd", request: scored }, [scored], true, done],
    [{ type: "KvZSetRemove", request: members }, [members], true, done],
    [{ type: "KvStreamAdd", request: stream }, [stream], "1-0", { type: "KvStringResult", value: "1-0" }],
    [{ type: "KvStreamDelete", request: { key: "k", ids: ["1-0"] } }, [{ key: "k", ids: ["1-0"] }], 2, {
      type: "KvU64Result",
      value: 2n,
    }],
  ];
}

for (const [body, parameters, result, answer] of CASES) {
  Deno.test(`${body.type} gives the session's method its parameters and the host the answer`, async () => {
    const method = methodOf(body.type)!;
    const given: unknown[] = [];
    const name = method.name ?? (body.type === "Ping" ? "ping" : "cleanupAfterCancel");
    const session = {
      [name](...all: unknown[]): unknown {
        given.push(...all);
        return result;
      },
    } as Session;
    const sent = await method.run(session, body, CONTEXT);
    deepStrictEqual(given, [...parameters, CONTEXT]);
    for (const [key, value] of Object.entries(answer)) deepStrictEqual(sent[key as keyof typeof sent], value, key);
    for (const layout of LAYOUTS) {
      const envelope = { protocolVersion: { major: 1, minor: 1 }, requestId: 1n, done: true, body: sent };
      ok(encode("response", layout, envelope).length > 0, layout);
    }
  });
}

for (const [body, parameters, result, answer] of CASES) {
  const name = body.type[0]!.toLowerCase() + body.type.slice(1) as keyof SessionCalls | "ping";
  Deno.test(`ClientSession.${name}() reaches the method of that name, and gives what is in its answer`, async () => {
    const given: unknown[] = [];
    const method = (...all: unknown[]) => {
      given.push(...all.slice(0, -1));
      return result;
    };
    const own = name === "executeWithHandle" ? "execute" : name;
    const driver = driverOf({ [own]: method } as Session);
    const client = await connectInMemory(driver);
    const session = await client.open();
    const call = session[name].bind(session) as (...parameters: unknown[]) => Promise<unknown>;
    const found = await call(...parameters.map((one) => name === "setActiveDatabase" ? null : one));
    client.close();
    deepStrictEqual(present(given), present(parameters));
    const expected = found === undefined ? undefined : asClient(answer);
    if (expected !== undefined) deepStrictEqual(present(found), present(expected));
  });
}

/** The client's result for an answer, if the case has the answer. */
function asClient({ type, ...answer }: Partial<DriverResponseBody> & { value?: unknown }): unknown {
  if (type === "KvStringResult" || type === "KvBoolResult" || type === "KvU64Result") return answer.value;
  const [only] = Object.values(answer);
  return typeof only === "string" && /^("|null)/.test(only) ? JSON.parse(only) : only;
}

/** The value of a declaration's default on the reading end, in the layout of these tests. */
const DEFAULTED: ReadonlySet<string> = new Set(["presentation", "changeTypes", "columnTypes"]);

/** Without absent members: they are null on one end and missing on the other. */
function present(value: unknown): unknown {
  if (value instanceof Uint8Array || typeof value !== "object" || value === null) return value;
  if (Array.isArray(value)) return value.map(present);
  const isThere = ([key, part]: [string, unknown]) => part !== null && part !== undefined && !DEFAULTED.has(key);
  return Object.fromEntries(Object.entries(value).filter(isThere).map(([key, part]) => [key, present(part)]));
}

function driverOf(session: Session): Driver {
  return defineDriver({
    id: "test",
    name: "Test",
    version: "1.0.0",
    description: "For tests",
    kind: "SQLite",
    category: "Relational",
    queryLanguage: "Sql",
    uriScheme: "test",
    form: form({}),
    open: () => session,
  });
}

Deno.test("every request that runs on a session has a case here", () => {
  deepStrictEqual(CASES.map(([body]) => body.type).sort(), Object.keys(METHODS).sort());
  strictEqual(CASES.length, 48);
});

Deno.test("isKnown() tells the requests of the protocol, those that never arrive included, from what does not exist", () => {
  deepStrictEqual(["Hello", "Execute", "Cancel", "InsertDocument"].map(isKnown), [true, true, true, true]);
  deepStrictEqual(["toString", "Documents", null].map(isKnown), [false, false, false]);
});

Deno.test("every request of the protocol is answered by a method, by the connection, or never arrives", () => {
  const requests = SCHEMA["DriverRequestBody"]!;
  const names = "variants" in requests ? requests.variants.map(({ name }) => name) : [];
  strictEqual(names.length, 56);
  deepStrictEqual(names.filter((name) => !isKnown(name)), []);
});
