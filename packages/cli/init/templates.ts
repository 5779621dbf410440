/**
 * The files of new projects, by template and name. Made by `deno task init:generate` from those in
 * `template/`.
 *
 * @module
 */

/** A template. */
export type TemplateName = "document" | "driver" | "kv" | "sql";

/** The files, by template and name. */
export const TEMPLATES: Readonly<Record<TemplateName, Readonly<Record<string, string>>>> = {
  "document": {
    "README.md": `# template-name

A driver for [DBFlux](https://github.com/0xErwin1/dbflux), made with Fluxwire. \`main.ts\` is the driver, \`main_test.ts\`
its test.

\`\`\`sh
deno task test
deno task check
deno task conformance
deno task driver:check
deno task probe
\`\`\`

\`conformance\` checks that the driver keeps to the protocol; \`driver:check\` reports what DBFlux cannot do with it. The
probe starts the driver, sends it the requests that DBFlux sends, and stops it; its step \`schema\` shows the tree that
DBFlux will show. \`deno task dev\` keeps the driver running while you write it, and checks it after each change. To run a
statement of your own:

\`\`\`sh
deno run -A probe-module query "template-statement" -- deno run driver-permissions main.ts
\`\`\`

## Register it with DBFlux

Add a service on the page RPC Services in the settings of DBFlux 0.5 or later, and restart DBFlux:

- Service Type: Driver; Enable this service: on
- Socket ID: \`template-name.sock\`
- Command: the absolute path of \`deno\`, which \`deno eval 'console.log(Deno.execPath())'\` prints
- Arguments, one each: \`run\`, \`--no-prompt\`, \`--allow-net\`, \`--allow-env=DBFLUX_DRIVER_IPC_TOKEN,FLUXWIRE_LIFELINE\`, the
  absolute path of \`main.ts\`, \`--socket\`, and the Socket ID once more

When the driver opens files or servers, add the permissions that it needs to these arguments and to the tasks in
\`deno.json\`.
`,
    "main.ts": `/**
 * A driver for DBFlux that shows collections of documents. It works as it is: replace the map below with your database.
 *
 * @module
 */
import {
  defineDriver,
  documentMetadata,
  type Driver,
  DriverError,
  field,
  form,
  json,
  page,
  serve,
  type Session,
} from "@fluxwire/sdk";

/** A document: any JSON object with an id. */
type Document = { readonly _id: string; readonly [member: string]: unknown };

const COLLECTIONS: ReadonlyMap<string, readonly Document[]> = new Map([
  ["planets", [
    { _id: "mercury", moons: [] },
    { _id: "earth", moons: ["Moon"] },
    { _id: "mars", moons: ["Phobos", "Deimos"] },
  ]],
  ["moons", [{ _id: "moon", orbit: { planet: "Earth", days: 27.3 } }]],
]);

/** Describes the driver and its connection form, and opens sessions. */
export const driver: Driver = defineDriver({
  id: "template-name",
  name: "template-name",
  version: "0.1.0",
  description: "Documents in memory",
  kind: "MongoDB",
  category: "Document",
  queryLanguage: "MongoQuery",
  uriScheme: "template-name",
  metadata: documentMetadata({ query: {} }),
  methods: ["execute", "schema", "browseCollection", "countCollection"],
  capabilities: { add: ["NESTED_DOCUMENTS", "ARRAYS"] },
  form: form({ password: field.password("Password") }),
  open: () => openSession(),
});

/** The methods that DBFlux calls. The SDK answers for methods that are left out. */
function openSession(): Session {
  return {
    // A query is the name of a collection here: give it your database's language.
    execute: ({ sql }) => ({ columns: [{ name: "document", typeName: "json" }], rows: rowsOf(sql.trim()) }),
    schema: () => ({
      type: "Document",
      databases: [{ name: "main", isCurrent: true }],
      currentDatabase: "main",
      collections: [...COLLECTIONS].map(([name, documents]) => ({
        name,
        database: "main",
        documentCount: BigInt(documents.length),
        isCapped: false,
      })),
    }),
    browseCollection: async ({ collection: { name }, pagination }) => ({
      columns: [{ name: "document", typeName: "json" }],
      ...await page(rowsOf(name), { pagination }),
    }),
    countCollection: ({ collection: { name } }) => documentsOf(name).length,
    close: () => {},
  };
}

/** A row for each document: DBFlux shows a cell of JSON as a tree. */
function rowsOf(name: string) {
  return documentsOf(name).map((document) => [json(JSON.stringify(document))]);
}

function documentsOf(name: string): readonly Document[] {
  const documents = COLLECTIONS.get(name);
  if (documents === undefined) throw new DriverError("Driver", \`There is no collection \${name}\`);
  return documents;
}

if (import.meta.main) await serve(driver);
`,
    "main_test.ts": `import { deepStrictEqual, rejects } from "node:assert/strict";
import { ServedDriver, TRANSPORTS } from "@fluxwire/sdk/testing";
import { driver } from "./main.ts";

for (const over of TRANSPORTS) {
  Deno.test(\`a collection is read page by page and counted, over \${over}\`, async () => {
    await using served = await ServedDriver.start(driver, { over });
    const session = await served.open();
    const collection = { database: "main", name: "planets" };
    const pagination = { type: "Offset" as const, limit: 2, offset: 1n };
    const { rows } = await session.browseCollection({ collection, pagination });
    deepStrictEqual(rows.map(([cell]) => JSON.stringify(cell)).length, 2);
    deepStrictEqual(await session.countCollection({ collection }), 3n);
    const other = { ...collection, name: "stars" };
    await rejects(session.countCollection({ collection: other }), {
      code: "Driver",
      message: "There is no collection stars",
    });
  });

  Deno.test(\`DBFlux's tree has the collections, over \${over}\`, async () => {
    await using served = await ServedDriver.start(driver, { over });
    const { structure } = await (await served.open()).schema();
    const collections = structure.type === "Document" ? structure.collections : [];
    deepStrictEqual(collections.map(({ name, documentCount }) => [name, documentCount]), [["planets", 3n], [
      "moons",
      1n,
    ]]);
  });
}

Deno.test("the name of a collection is a query", async () => {
  await using served = await ServedDriver.start(driver);
  const { columns, rows } = await (await served.open()).execute({ sql: "moons" });
  deepStrictEqual(columns.map(({ name }) => name), ["document"]);
  deepStrictEqual(rows.length, 1);
});
`,
  },
  "driver": {
    "README.md": `# template-name

A driver for [DBFlux](https://github.com/0xErwin1/dbflux), made with Fluxwire. \`main.ts\` is the driver, \`main_test.ts\`
its test.

\`\`\`sh
deno task test
deno task check
deno task conformance
deno task driver:check
deno task probe
\`\`\`

\`conformance\` checks that the driver keeps to the protocol; \`driver:check\` reports what DBFlux cannot do with it. The
probe starts the driver, sends it the requests that DBFlux sends, and stops it; its step \`schema\` shows the tree that
DBFlux will show. \`deno task dev\` keeps the driver running while you write it, and checks it after each change. To run a
statement of your own:

\`\`\`sh
deno run -A probe-module query "template-statement" -- deno run driver-permissions main.ts
\`\`\`

## Register it with DBFlux

Add a service on the page RPC Services in the settings of DBFlux 0.5 or later, and restart DBFlux:

- Service Type: Driver; Enable this service: on
- Socket ID: \`template-name.sock\`
- Command: the absolute path of \`deno\`, which \`deno eval 'console.log(Deno.execPath())'\` prints
- Arguments, one each: \`run\`, \`--no-prompt\`, \`--allow-net\`, \`--allow-env=DBFLUX_DRIVER_IPC_TOKEN,FLUXWIRE_LIFELINE\`, the
  absolute path of \`main.ts\`, \`--socket\`, and the Socket ID once more

When the driver opens files or servers, add the permissions that it needs to these arguments and to the tasks in
\`deno.json\`.
`,
    "main.ts": `/**
 * A driver for DBFlux. It works as it is: replace the tables below with your database.
 *
 * @module
 */
import { defineDriver, type Driver, DriverError, field, form, page, serve, type Session } from "@fluxwire/sdk";

type Table = readonly { readonly [column: string]: string | number }[];

const TABLES: ReadonlyMap<string, Table> = new Map([
  ["planets", [{ name: "Mercury", moons: 0 }, { name: "Earth", moons: 1 }, { name: "Mars", moons: 2 }]],
  ["moons", [{ name: "Moon", planet: "Earth" }, { name: "Phobos", planet: "Mars" }]],
]);

/** Describes the driver and its connection form, and opens sessions. */
export const driver: Driver = defineDriver({
  id: "template-name",
  name: "template-name",
  version: "0.1.0",
  description: "Tables in memory",
  kind: "SQLite",
  category: "Relational",
  queryLanguage: "Sql",
  uriScheme: "template-name",
  methods: ["execute", "schema", "tableDetails", "browseTable", "countTable"],
  capabilities: { remove: ["SORTING", "FILTERING"] },
  form: form({
    user: field.text("User", { required: true, default: "guest" }),
    password: field.password("Password"),
  }),
  open: ({ values, password }) => openSession(values.user, password),
});

/** Connects, and returns the methods that DBFlux calls. The SDK answers for methods that are left out. */
function openSession(user: string, password: string | null): Session {
  if (user !== "guest" && password === null) throw new DriverError("Driver", \`User \${user} needs a password\`);
  return {
    execute: ({ sql }) => ({ rows: tableOf(/^\\s*select\\s+\\*\\s+from\\s+(\\w+)\\s*;?\\s*$/i.exec(sql)?.[1] ?? sql) }),
    schema: () => ({
      type: "Relational",
      databases: [],
      schemas: [{ name: "main", tables: [...TABLES.keys()].map((name) => ({ name })), views: [] }],
      tables: [],
      views: [],
    }),
    tableDetails: ({ table: name }) => ({ name, columns: columnsOf(tableOf(name)) }),
    browseTable: ({ table, pagination, orderBy, filter }) => {
      if (orderBy.length > 0 || filter) throw new DriverError("InvalidRequest", "Rows have no order and no filter yet");
      return page(tableOf(table.name), { pagination });
    },
    countTable: ({ table }) => tableOf(table.name).length,
    close: () => {},
  };
}

function tableOf(name: string): Table {
  const table = TABLES.get(name);
  if (table === undefined) throw new DriverError("Driver", \`There is no table \${name}\`);
  return table;
}

function columnsOf(table: Table) {
  return Object.entries(table[0] ?? {}).map(([name, cell]) => ({
    name,
    typeName: typeof cell === "number" ? "integer" : "text",
    nullable: false,
    isPrimaryKey: name === "name",
  }));
}

if (import.meta.main) await serve(driver);
`,
    "main_test.ts": `import { deepStrictEqual, rejects } from "node:assert/strict";
import { ServedDriver, TRANSPORTS } from "@fluxwire/sdk/testing";
import { driver } from "./main.ts";

for (const over of TRANSPORTS) {
  Deno.test(\`a SELECT gives the rows of its table, over \${over}\`, async () => {
    await using served = await ServedDriver.start(driver, { over });
    const session = await served.open();
    const { columns, rows } = await session.execute({ sql: "SELECT * FROM moons" });
    deepStrictEqual(columns.map(({ name }) => name), ["name", "planet"]);
    deepStrictEqual(rows, [["Moon", "Earth"], ["Phobos", "Mars"]]);
    await rejects(session.execute({ sql: "SELECT * FROM stars" }), {
      code: "Driver",
      message: "There is no table stars",
    });
  });

  Deno.test(\`DBFlux's tree has the tables, over \${over}\`, async () => {
    await using served = await ServedDriver.start(driver, { over });
    const { structure } = await (await served.open()).schema();
    const [schema] = structure.type === "Relational" ? structure.schemas : [];
    deepStrictEqual(schema?.tables.map(({ name }) => name), ["planets", "moons"]);
  });

  Deno.test(\`a table is browsed page by page, over \${over}\`, async () => {
    await using served = await ServedDriver.start(driver, { over });
    const session = await served.open();
    const pagination = { type: "Offset" as const, limit: 2, offset: 1n };
    const page = await session.browseTable({ table: { name: "planets" }, pagination, orderBy: [] });
    deepStrictEqual(page.rows, [["Earth", 1n], ["Mars", 2n]]);
    const ordered = { pagination, orderBy: [{ column: { name: "moons" }, direction: "Ascending" as const }] };
    await rejects(session.browseTable({ table: { name: "planets" }, ...ordered }), { code: "InvalidRequest" });
    deepStrictEqual(await session.countTable({ table: { name: "planets" } }), 3n);
  });
}

Deno.test("users other than guest need a password", async () => {
  await using served = await ServedDriver.start(driver);
  await rejects(served.open({ user: "ada" }), { code: "Driver", message: "User ada needs a password" });
  await served.open({ user: "ada", password: "secret" });
});
`,
  },
  "kv": {
    "README.md": `# template-name

A driver for [DBFlux](https://github.com/0xErwin1/dbflux), made with Fluxwire. \`main.ts\` is the driver, \`main_test.ts\`
its test.

\`\`\`sh
deno task test
deno task check
deno task conformance
deno task driver:check
deno task probe
\`\`\`

\`conformance\` checks that the driver keeps to the protocol; \`driver:check\` reports what DBFlux cannot do with it. The
probe starts the driver, sends it the requests that DBFlux sends, and stops it; its step \`schema\` shows the tree that
DBFlux will show. \`deno task dev\` keeps the driver running while you write it, and checks it after each change. To run a
statement of your own:

\`\`\`sh
deno run -A probe-module query "template-statement" -- deno run driver-permissions main.ts
\`\`\`

## Register it with DBFlux

Add a service on the page RPC Services in the settings of DBFlux 0.5 or later, and restart DBFlux:

- Service Type: Driver; Enable this service: on
- Socket ID: \`template-name.sock\`
- Command: the absolute path of \`deno\`, which \`deno eval 'console.log(Deno.execPath())'\` prints
- Arguments, one each: \`run\`, \`--no-prompt\`, \`--allow-net\`, \`--allow-env=DBFLUX_DRIVER_IPC_TOKEN,FLUXWIRE_LIFELINE\`, the
  absolute path of \`main.ts\`, \`--socket\`, and the Socket ID once more

When the driver opens files or servers, add the permissions that it needs to these arguments and to the tasks in
\`deno.json\`.
`,
    "main.ts": `/**
 * A key-value driver for DBFlux. It works as it is: replace the map below with your store.
 *
 * @module
 */
import {
  defineDriver,
  type Driver,
  DriverError,
  field,
  form,
  keyValueMetadata,
  serve,
  type Session,
} from "@fluxwire/sdk";

const utf8 = new TextEncoder(), text = new TextDecoder();

/** Values are bytes: not all of them are text. */
type Store = Map<string, Uint8Array>;

/** Describes the driver and its connection form, and opens sessions. */
export const driver: Driver = defineDriver({
  id: "template-name",
  name: "template-name",
  version: "0.1.0",
  description: "Keys in memory",
  kind: "Redis",
  category: "KeyValue",
  queryLanguage: "RedisCommands",
  uriScheme: "template-name",
  metadata: keyValueMetadata(),
  methods: ["execute", "schema", "kvScanKeys", "kvGetKey", "kvSetKey", "kvDeleteKey", "kvExistsKey"],
  form: form({ password: field.password("Password") }),
  open: () => openSession(storeOf({ earth: "1 moon", mars: "2 moons", mercury: "no moon" })),
});

/** The methods that DBFlux calls. The SDK answers for methods that are left out. */
function openSession(store: Store): Session {
  return {
    execute: ({ sql }) => {
      const [, key] = /^\\s*get\\s+(\\S+)\\s*$/i.exec(sql) ?? [];
      if (key === undefined) throw new DriverError("Driver", \`Unknown command: \${sql}; write GET KEY\`);
      return { columns: ["value"], rows: [[text.decode(valueOf(store, key))]] };
    },
    schema: () => ({ type: "KeyValue", keyspaces: [{ dbIndex: 0, keyCount: BigInt(store.size) }], currentKeyspace: 0 }),
    kvScanKeys: ({ cursor, filter, limit }) => {
      const wanted = filter?.replaceAll("*", "") ?? "";
      const keys = [...store.keys()].filter((key) => key.includes(wanted)).sort();
      const start = Number(cursor ?? 0), end = start + Math.max(1, limit);
      const entries = keys.slice(start, end).map((key) => ({ key, keyType: "String" as const }));
      return { entries, nextCursor: end < keys.length ? String(end) : null };
    },
    kvGetKey: ({ key }) => {
      const value = valueOf(store, key);
      return { entry: { key, keyType: "String", sizeBytes: BigInt(value.length) }, value, repr: "Text" };
    },
    kvSetKey: ({ key, value, condition }) => {
      if (condition !== "Always" && store.has(key) !== (condition === "IfExists")) return;
      store.set(key, value);
    },
    kvDeleteKey: ({ key }) => store.delete(key),
    kvExistsKey: ({ key }) => store.has(key),
    close: () => {},
  };
}

function storeOf(texts: Record<string, string>): Store {
  return new Map(Object.entries(texts).map(([key, value]) => [key, utf8.encode(value)]));
}

function valueOf(store: Store, key: string): Uint8Array {
  const value = store.get(key);
  if (value === undefined) throw new DriverError("Driver", \`There is no key \${key}\`);
  return value;
}

if (import.meta.main) await serve(driver);
`,
    "main_test.ts": `import { deepStrictEqual, rejects } from "node:assert/strict";
import { ServedDriver, TRANSPORTS } from "@fluxwire/sdk/testing";
import { driver } from "./main.ts";

for (const over of TRANSPORTS) {
  Deno.test(\`keys are found page by page, by a pattern, over \${over}\`, async () => {
    await using served = await ServedDriver.start(driver, { over });
    const session = await served.open();
    const first = await session.kvScanKeys({ limit: 2, filter: "*m*" });
    deepStrictEqual(first.entries.map(({ key }) => key), ["mars", "mercury"]);
    const all = await session.kvScanKeys({ limit: 2 });
    deepStrictEqual((await session.kvScanKeys({ limit: 2, cursor: all.nextCursor })).entries.length, 1);
  });

  Deno.test(\`a key is written, read and removed, over \${over}\`, async () => {
    await using served = await ServedDriver.start(driver, { over });
    const session = await served.open();
    const value = new TextEncoder().encode("95 moons");
    await session.kvSetKey({ key: "jupiter", value, repr: "Text", condition: "Always" });
    const asked = { includeType: true, includeTtl: false, includeSize: true };
    deepStrictEqual((await session.kvGetKey({ key: "jupiter", ...asked })).value, value);
    deepStrictEqual((await session.execute({ sql: "GET jupiter" })).rows, [["95 moons"]]);
    deepStrictEqual(await session.kvDeleteKey({ key: "jupiter" }), true);
    deepStrictEqual(await session.kvExistsKey({ key: "jupiter" }), false);
    await rejects(session.execute({ sql: "GET jupiter" }), { code: "Driver", message: "There is no key jupiter" });
  });
}

Deno.test("a value of any bytes comes back unchanged", async () => {
  await using served = await ServedDriver.start(driver);
  const session = await served.open();
  const value = Uint8Array.from({ length: 256 }, (_, i) => i);
  await session.kvSetKey({ key: "bytes", value, repr: "Binary", condition: "Always" });
  const asked = { includeType: true, includeTtl: false, includeSize: true };
  deepStrictEqual((await session.kvGetKey({ key: "bytes", ...asked })).value, value);
});
`,
  },
  "sql": {
    "README.md": `# template-name

A driver for [DBFlux](https://github.com/0xErwin1/dbflux), made with Fluxwire. \`main.ts\` is the driver, \`main_test.ts\`
its test.

\`\`\`sh
deno task test
deno task check
deno task conformance
deno task driver:check
deno task probe
\`\`\`

\`conformance\` checks that the driver keeps to the protocol; \`driver:check\` reports what DBFlux cannot do with it. The
probe starts the driver, sends it the requests that DBFlux sends, and stops it; its step \`schema\` shows the tree that
DBFlux will show. \`deno task dev\` keeps the driver running while you write it, and checks it after each change. To run a
statement of your own:

\`\`\`sh
deno run -A probe-module query "template-statement" -- deno run driver-permissions main.ts
\`\`\`

## Register it with DBFlux

Add a service on the page RPC Services in the settings of DBFlux 0.5 or later, and restart DBFlux:

- Service Type: Driver; Enable this service: on
- Socket ID: \`template-name.sock\`
- Command: the absolute path of \`deno\`, which \`deno eval 'console.log(Deno.execPath())'\` prints
- Arguments, one each: \`run\`, \`--no-prompt\`, \`--allow-net\`, \`--allow-env=DBFLUX_DRIVER_IPC_TOKEN,FLUXWIRE_LIFELINE\`, the
  absolute path of \`main.ts\`, \`--socket\`, and the Socket ID once more

When the driver opens files or servers, add the permissions that it needs to these arguments and to the tasks in
\`deno.json\`.
`,
    "database.ts": `/**
 * The database: how it differs from standard SQL, how it runs a statement, and what its catalog has. It is SQLite in memory
 * here, by \`node:sqlite\`, because every Deno has it.
 *
 * @module
 */
import { DatabaseSync, type SQLInputValue, type StatementSync } from "node:sqlite";
import { type Cell, DriverError, float, type QueryResult, type Session } from "@fluxwire/sdk";
import {
  boundValue,
  type CatalogQueries,
  catalogRead,
  commonGenerators,
  definitionGenerators,
  dialect,
  type Parameter,
  queriedCatalog,
  script,
  sql,
  sqlSession,
  statementsOf,
  wholeResults,
} from "@fluxwire/sql";

/** The tables of a new session. */
export const SAMPLE = \`
CREATE TABLE planets (name TEXT PRIMARY KEY, moons INTEGER NOT NULL);
CREATE TABLE moons (name TEXT PRIMARY KEY, planet TEXT NOT NULL REFERENCES planets (name));
INSERT INTO planets VALUES ('Mercury', 0), ('Earth', 1), ('Mars', 2);
INSERT INTO moons VALUES ('Moon', 'Earth'), ('Phobos', 'Mars'), ('Deimos', 'Mars');
\`;

/** What differs from standard SQL. */
const DIALECT = dialect({ name: "SQLite", placeholder: "?{n}", same: "{column} IS {value}", defaultSchema: "main" });

/** Opens a session on a new database. */
export function openDatabase(setUp: string): Session {
  const database = new DatabaseSync(":memory:");
  database.exec(setUp);
  const state = { dialect: DIALECT, isInTransaction: () => database.isTransaction };
  const run = wholeResults({ ...state, ask: (text, values, { isScript }) => ask(database, text, values, isScript) });
  const read = catalogRead(run, DIALECT);
  const definitions = definitionGenerators(DIALECT, async (target) => {
    const statement = sql\`SELECT sql FROM sqlite_schema WHERE name = \${target.relation.name}\`;
    return script(await statementsOf(read, target, [statement]));
  });
  const generators = [...commonGenerators(DIALECT), ...definitions];
  const session = sqlSession({ ...state, run, catalog: queriedCatalog(read, CATALOG), generators });
  return { ...session, close: () => database.close() };
}

/**
 * Runs one statement, or the statements of a script in their order. \`node:sqlite\` cannot interrupt a statement, and copies
 * the rest of a script for each: a driver for daily use would run such a library in a process of its own, by
 * \`@fluxwire/sdk/process\`, and give it a part of a long script.
 */
function ask(database: DatabaseSync, text: string, parameters: readonly Parameter[], isScript: boolean): QueryResult {
  const values = parameters.map(({ value }, i) => {
    const bound = boundValue(value, i + 1, DIALECT);
    // node:sqlite stores such a text whole, and reads it only up to there.
    if (typeof bound === "string" && bound.includes("\\0")) {
      throw new DriverError("InvalidRequest", \`Cannot bind parameter \${i + 1}: its text has a NUL character\`);
    }
    return typeof bound === "boolean" ? BigInt(bound) : bound;
  });
  let result: QueryResult = { affectedRows: 0 }, rest = text.replace(BLANK, "");
  while (rest !== "") {
    const statement = database.prepare(rest);
    result = resultOf(statement, values);
    // What the driver runs for itself is one statement, whatever follows it.
    if (!isScript) break;
    rest = rest.slice(statement.sourceSQL.length).replace(BLANK, "");
  }
  return result;
}

/** What stands before a statement and does nothing: node:sqlite cannot prepare it alone. */
const BLANK = /^(?:[\\s;]+|--[^\\n]*|\\/\\*[^]*?(?:\\*\\/|$))+/;

function resultOf(statement: StatementSync, values: readonly SQLInputValue[]): QueryResult {
  const columns = statement.columns().map(({ name }) => name);
  if (columns.length === 0) return { affectedRows: statement.run(...values).changes };
  statement.setReadBigInts(true);
  // Arrays: columns may have equal names. Deno has this method, its types do not.
  (statement as unknown as { setReturnArrays(isOn: boolean): void }).setReturnArrays(true);
  const rows = statement.all(...values) as unknown as unknown[][];
  return { columns, rows: rows.map((row) => row.map(cellOf)) };
}

/** A number of SQLite is a real one, as integers are read as bigints: the SDK would send a whole one as an integer. */
function cellOf(value: unknown): Cell {
  return typeof value === "number" ? float(value) : value as Cell;
}

/**
 * The statements that read the catalog. Foreign keys, indexes and constraints are left out: DBFlux shows empty folders. In
 * \`temp\`, no view of a database's owner hides a function of SQLite.
 */
const CATALOG: CatalogQueries = {
  // Schema, name, whether it is a view.
  relation: ({ name, schema }) =>
    sql\`SELECT 'main', name, type = 'view' FROM sqlite_schema
      WHERE type IN ('table', 'view') AND name = \${name} COLLATE NOCASE AND coalesce(\${
      schema ?? null
    }, 'main') = 'main'\`,
  // Name, type, whether it may be NULL, whether in the primary key, default, whether it can be written.
  columns: ({ name }) =>
    sql\`SELECT name, type, "notnull" = 0, pk <> 0, dflt_value, hidden = 0
      FROM temp.pragma_table_xinfo(\${name}) ORDER BY cid\`,
  // Schema, table or view, whether it is a view.
  schemas: (database) =>
    sql\`SELECT d.name, s.name, s.type = 'view' FROM temp.pragma_database_list d
      LEFT JOIN sqlite_schema s ON s.type IN ('table', 'view')
      WHERE d.name = 'main' AND coalesce(\${database}, 'main') = 'main' ORDER BY s.name\`,
  // Name, whether it is the current one.
  databases: () => sql\`SELECT 'main', true\`,
};
`,
    "main.ts": `/**
 * A driver for DBFlux of an SQL database. It works as it is: replace what database.ts has by your database.
 *
 * @module
 */
import { defineDriver, type Driver, field, form, serve } from "@fluxwire/sdk";
import { SQL_DRIVER, SQL_FLAGS, SQL_METHODS } from "@fluxwire/sql/driver";
import { openDatabase, SAMPLE } from "./database.ts";

/** Describes the driver and its connection form, and opens sessions. */
export const driver: Driver = defineDriver({
  ...SQL_DRIVER,
  id: "template-name",
  name: "template-name",
  version: "0.1.0",
  description: "SQLite in memory",
  kind: "SQLite",
  uriScheme: "template-name",
  capabilities: { add: SQL_FLAGS },
  methods: [...SQL_METHODS, "close"],
  form: form({ sample: field.checkbox("Sample tables", { default: "true" }) }),
  open: ({ values }) => openDatabase(values.sample ? SAMPLE : ""),
});

if (import.meta.main) await serve(driver);
`,
    "main_test.ts": `import { deepStrictEqual } from "node:assert/strict";
import { ServedDriver } from "@fluxwire/sdk/testing";
import { SQL_CHECKS, type SqlSubject } from "@fluxwire/testing/sql";
import { driver } from "./main.ts";

/** What the suite needs to know of the database; what it lacks is null. */
const subject: SqlSubject = {
  async open() {
    const served = await ServedDriver.start(driver);
    return { session: await served.open({ sample: "" }), [Symbol.asyncDispose]: () => served[Symbol.asyncDispose]() };
  },
  schema: "main",
  types: { integer: "INTEGER", text: "TEXT" },
  maxNameBytes: null,
  keys: [["INTEGER", "9007199254740993"], ["REAL", "1.1 / 3"], ["TEXT", "'a\\\\b'"], ["BLOB", "x'00ff'"]],
  view: {
    script: [
      "CREATE TABLE base (id INTEGER PRIMARY KEY, a TEXT)",
      "CREATE VIEW shown AS SELECT * FROM base",
      "CREATE TRIGGER i INSTEAD OF INSERT ON shown BEGIN INSERT INTO base VALUES (new.id, new.a); END",
      "CREATE TRIGGER u INSTEAD OF UPDATE ON shown BEGIN UPDATE base SET a = new.a WHERE id = old.id; END",
      "CREATE TRIGGER d INSTEAD OF DELETE ON shown BEGIN DELETE FROM base WHERE id = old.id; END",
    ],
  },
  kept: {
    script: [
      "CREATE TABLE kept (id INTEGER PRIMARY KEY, a TEXT)",
      "INSERT INTO kept VALUES (1, 'x')",
      "CREATE TRIGGER i BEFORE INSERT ON kept BEGIN SELECT RAISE(IGNORE); END",
      "CREATE TRIGGER u BEFORE UPDATE ON kept BEGIN SELECT RAISE(IGNORE); END",
      "CREATE TRIGGER d BEFORE DELETE ON kept BEGIN SELECT RAISE(IGNORE); END",
    ],
  },
  late: {
    script: [
      "CREATE TABLE late (id INTEGER PRIMARY KEY, a TEXT)",
      "CREATE TRIGGER l AFTER UPDATE ON late WHEN new.a <> 'late' BEGIN UPDATE late SET a = 'late' WHERE id = new.id; END",
      "CREATE TRIGGER g AFTER INSERT ON late WHEN new.a = 'gone' BEGIN DELETE FROM late WHERE id = new.id; END",
      "CREATE TRIGGER m AFTER INSERT ON late WHEN new.a <> 'gone' BEGIN UPDATE late SET a = 'late' WHERE id = new.id; END",
    ],
  },
  generated: { script: ["CREATE TABLE made (id AS (7) STORED, a TEXT PRIMARY KEY, b AS (a || '!') VIRTUAL)"] },
  // SQLite has none of these.
  partitions: null,
  planted: null,
  // A driver for daily use shows such texts as bytes.
  damaged: null,
  definitions: [
    [
      "table",
      "one",
      "CREATE TABLE one (id INTEGER PRIMARY KEY, a TEXT DEFAULT 'it''s' NOT NULL CHECK (a <> '')) -- one",
    ],
    ["view", "shown", "CREATE VIEW shown AS SELECT a FROM one"],
  ],
  catalog: "SELECT type, name, sql FROM sqlite_schema ORDER BY name",
  addWide: (rows) =>
    \`WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < \${rows})
      INSERT INTO wide SELECT i, printf('%.700c', 'x') FROM n RETURNING *\`,
  hugeText: "hex(zeroblob(9000000))",
  addSlowly: \`WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 300000)
    INSERT INTO slow SELECT i FROM n\`,
  explained: ["QUERY PLAN {statement}"],
};

const checks = SQL_CHECKS.filter((check) => check.applies?.(subject) ?? true);
for (const check of checks) Deno.test(check.name, () => check.run(subject));

Deno.test("a new session has the sample tables", async () => {
  await using served = await ServedDriver.start(driver);
  const session = await served.open();
  const { rows } = await session.execute({ sql: "SELECT name, moons FROM planets ORDER BY moons" });
  deepStrictEqual(rows, [["Mercury", 0n], ["Earth", 1n], ["Mars", 2n]]);
});

Deno.test("a script runs to its end, and columns may have equal names", async () => {
  await using served = await ServedDriver.start(driver);
  const session = await served.open({ sample: "" });
  const { rows } = await session.execute({
    sql: "CREATE TABLE a (b); INSERT INTO a VALUES (7); -- then\\nSELECT 1 AS n, b AS n FROM a",
  });
  deepStrictEqual(rows, [[1n, 7n]]);
  await session.execute({ sql: "-- nothing" });
});
`,
  },
};
