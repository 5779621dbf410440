/**
 * The files of a new driver, by its template and their names. Made by `deno task init:generate` from those in the folders
 * `template` and `template_*`.
 *
 * @module
 */
export const TEMPLATES = {
  driver: {
    "README.md": `# template-name

A driver for [DBFlux](https://github.com/0xErwin1/dbflux), made with Fluxwire. \`main.ts\` is the driver, \`main_test.ts\`
its test.

\`\`\`sh
deno task test
deno task check
deno task driver:check
deno task probe
\`\`\`

\`driver:check\` reports what DBFlux cannot do with the driver. The probe starts the driver, sends it the requests that
DBFlux sends, and stops it; its step \`schema\` shows the tree that DBFlux will show. To run a statement of your own:

\`\`\`sh
deno run -A probe-module query "SELECT * FROM moons" -- deno run driver-permissions main.ts
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
  kv: {
    "README.md": `# template-name

A driver for [DBFlux](https://github.com/0xErwin1/dbflux), made with Fluxwire. \`main.ts\` is the driver, \`main_test.ts\`
its test.

\`\`\`sh
deno task test
deno task check
deno task driver:check
deno task probe
\`\`\`

\`driver:check\` reports what DBFlux cannot do with the driver. The probe starts the driver, sends it the requests that
DBFlux sends, and stops it; its step \`schema\` shows the tree that DBFlux will show. To run a statement of your own:

\`\`\`sh
deno run -A probe-module query "SELECT * FROM moons" -- deno run driver-permissions main.ts
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
  open: () => openSession(new Map([["earth", "1 moon"], ["mars", "2 moons"], ["mercury", "no moon"]])),
});

/** The methods that DBFlux calls. The SDK answers for methods that are left out. */
function openSession(store: Map<string, string>): Session {
  return {
    execute: ({ sql }) => {
      const [, key] = /^\\s*get\\s+(\\S+)\\s*$/i.exec(sql) ?? [];
      if (key === undefined) throw new DriverError("Driver", \`Unknown command: \${sql}; write GET KEY\`);
      return { columns: ["value"], rows: [[valueOf(store, key)]] };
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
      const value = utf8.encode(valueOf(store, key));
      return { entry: { key, keyType: "String", sizeBytes: BigInt(value.length) }, value, repr: "Text" };
    },
    kvSetKey: ({ key, value, condition }) => {
      if (condition !== "Always" && store.has(key) !== (condition === "IfExists")) return;
      store.set(key, text.decode(value));
    },
    kvDeleteKey: ({ key }) => store.delete(key),
    kvExistsKey: ({ key }) => store.has(key),
    close: () => {},
  };
}

function valueOf(store: ReadonlyMap<string, string>, key: string): string {
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
`,
  },
} as const;
