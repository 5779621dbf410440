import { deepStrictEqual, strictEqual } from "node:assert/strict";
import { type OpenedSession, Served } from "./testing/served.ts";

const served = await Served.start();
Deno.test.afterAll(() => served[Symbol.asyncDispose]());

const day = (value: string) => ({ type: "Date" as const, value });
const pagination = { type: "Offset" as const, limit: 10, offset: 0n };

async function browse(opened: OpenedSession, name: string, filter?: string): Promise<unknown[][]> {
  return (await opened.call("BrowseTable", { request: { table: { name }, pagination, orderBy: [], filter } })).result
    .rows;
}

for (const [order, text] of [["MDY", "01/02/03"], ["DMY", "02/01/03"], ["YMD", "03/01/02"]] as const) {
  Deno.test(`a date is read in the order of a database with ${order}, as psql reads it`, async () => {
    await using admin = await served.open();
    const database = order.toLowerCase();
    await admin.rows(`CREATE DATABASE ${database}`);
    await admin.rows(`ALTER DATABASE ${database} SET datestyle = 'SQL, ${order}'`);
    await using opened = await served.open({ values: { database } });
    await opened.rows("CREATE TABLE days (d date)");
    deepStrictEqual(await opened.rows(`INSERT INTO days VALUES ('${text}') RETURNING d`), [[day("2003-01-02")]]);
    deepStrictEqual(await opened.rows("SELECT d FROM days WHERE d = $1", [text]), [[day("2003-01-02")]]);
    deepStrictEqual(await browse(opened, "days", `d = '${text}'`), [[day("2003-01-02")]]);
  });
}

/** Settings that change how texts are read or written. */
const OTHERS: Readonly<Record<string, string>> = {
  datestyle: "SQL, DMY",
  intervalstyle: "sql_standard",
  extra_float_digits: "0",
  bytea_output: "escape",
  array_nulls: "off",
  standard_conforming_strings: "off",
  quote_all_identifiers: "on",
  search_path: "pg_temp, public",
};

const SET_OTHERS = Object.entries(OTHERS).map(([name, value]) => `SELECT set_config('${name}', '${value}', true)`);

Deno.test("requests inside a transaction leave its settings as they are", async () => {
  await using opened = await served.open();
  const { session } = opened;
  await opened.rows("CREATE TABLE kept (id int PRIMARY KEY, a text[]); INSERT INTO kept VALUES (1, '{NULL}')");
  await opened.rows(`BEGIN; ${SET_OTHERS.join("; ")}`);
  deepStrictEqual(await browse(opened, "kept"), [[1n, [null]]]);
  const identity = { type: "Composite" as const, columns: ["id"], values: [1n] };
  await session.updateRow({ table: "kept", identity, changes: [["a", ["x", null]]] });
  await session.schema();
  for (const [name, value] of Object.entries(OTHERS)) {
    deepStrictEqual(await opened.rows("SELECT current_setting($1)", [name]), [[value]]);
  }
  await opened.rows("COMMIT");
  deepStrictEqual(await opened.rows("SELECT a FROM kept"), [[["x", null]]]);
});

Deno.test("a definition means the same whatever settings the session has", async () => {
  await using opened = await served.open();
  await opened.rows(`CREATE TABLE defined (d date DEFAULT '2003-02-01', i interval DEFAULT '-1 days +02:03:00',
    f float8 DEFAULT (1.1::float8 / 3), t text DEFAULT 'a\\b', b bytea DEFAULT '\\x0001'::bytea)`);
  await opened.rows("ALTER TABLE defined ADD g float8 DEFAULT '0.30000000000000004'::float8");
  const define = async () =>
    (await opened.call("GenerateCode", { generatorId: "create_table", table: { schema: "public", name: "defined" } }))
      .code;
  const before = await define();
  await opened.rows(`BEGIN; ${SET_OTHERS.join("; ")}`);
  strictEqual(await define(), before);
  await opened.rows("ROLLBACK");
});
