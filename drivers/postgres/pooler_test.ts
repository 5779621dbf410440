import { deepStrictEqual, rejects, strictEqual } from "node:assert/strict";
import { library } from "./library.ts";
import { Pooler } from "./testing/pooler.ts";
import { PASSWORD } from "./testing/postgres_server.ts";
import { Served } from "./testing/served.ts";

const served = await Served.start();
const pooler = await Pooler.start(served.server);
Deno.test.beforeAll(async () => {
  await using opened = await served.open();
  await opened.rows("CREATE DATABASE pooled");
  await opened.rows("ALTER DATABASE pooled SET extra_float_digits = 0");
  await opened.rows("ALTER DATABASE pooled SET bytea_output = 'escape'");
  await opened.rows("ALTER DATABASE pooled SET datestyle = 'German'");
});
Deno.test.afterAll(async () => {
  await pooler[Symbol.asyncDispose]();
  await served[Symbol.asyncDispose]();
});

const VALUES = { port: String(pooler.port), database: "pooled" };

/** What another program finds in the pool. */
async function left(): Promise<unknown[]> {
  const client = new library.Client({
    ...{ host: "127.0.0.1", port: pooler.port, user: "postgres", password: PASSWORD, database: "pooled" },
  });
  await client.connect();
  try {
    const settings = [
      "extra_float_digits",
      "bytea_output",
      "datestyle",
      "search_path",
      "client_connection_check_interval",
    ];
    const { rows } = await client.query(
      "SELECT setting FROM pg_settings WHERE name = ANY ($1) ORDER BY array_position($1, name)",
      [settings.map((name) => name === "datestyle" ? "DateStyle" : name)],
    );
    return rows.map((row: { setting: string }) => row.setting);
  } finally {
    await client.end();
  }
}

Deno.test("cells are exact behind a pooler, and nothing is left in it for other programs", async () => {
  const before = await left();
  await using opened = await served.open({ values: VALUES });
  const exact = [[1.1 / 3, new Uint8Array([0, 92, 255]), { type: "Date", value: "2024-02-29" }]];
  const text = "1.1::float8 / 3, '\\x005cff'::bytea, date '2024-02-29'";
  deepStrictEqual(await opened.rows(`SELECT ${text}`), exact);
  const { rows } = await opened.session.execute({ sql: `SELECT ${text}, $1::int`, params: [1n] });
  deepStrictEqual(rows, [[...exact[0]!, 1n]]);
  await opened.rows("CREATE TABLE f (id int PRIMARY KEY, x float8)");
  deepStrictEqual(await opened.rows("INSERT INTO f SELECT 1, 1.1::float8 / 3 RETURNING x"), [[1.1 / 3]]);
  const pagination = { type: "Offset" as const, limit: 9, offset: 0n };
  const { result } = await opened.call("BrowseTable", { request: { table: { name: "f" }, pagination, orderBy: [] } });
  deepStrictEqual(result.rows, [[1n, 1.1 / 3]]);
  const identity = { type: "Composite" as const, columns: ["x"], values: [1.1 / 3] };
  const updated = await opened.call("UpdateRow", { patch: { table: "f", identity, changes: [["x", 2.2 / 3]] } });
  deepStrictEqual(updated.result.returningRow, [1n, 2.2 / 3]);
  await opened.session.schema();
  await opened.rows("BEGIN");
  deepStrictEqual(await opened.rows("SELECT x FROM f"), [[2.2 / 3]]);
  await opened.rows("COMMIT");
  deepStrictEqual(await left(), before);
});

Deno.test("statements that run in no transaction and scripts run behind a pooler", async () => {
  await using opened = await served.open({ values: VALUES });
  await opened.rows("VACUUM");
  deepStrictEqual(
    await opened.rows("CREATE TEMP TABLE gone (n int); INSERT INTO gone VALUES (7); SELECT n FROM gone"),
    [[7n]],
  );
  await rejects(opened.rows("SELEC 1"), /syntax error.*42601, position 1/);
});

Deno.test("a transaction that has failed is rolled back behind a pooler, and a COMMIT of it is an error", async () => {
  await using opened = await served.open({ values: VALUES });
  for (const text of ["ROLLBACK", "COMMIT"]) {
    await opened.rows("BEGIN");
    await rejects(opened.rows("SELECT 1/0"), /division by zero/);
    await rejects(opened.rows("SELECT 1"), /send ROLLBACK/);
    const ended = opened.rows(text);
    if (text === "ROLLBACK") deepStrictEqual(await ended, []);
    else await rejects(ended, /^RpcError: The transaction was rolled back, not committed/);
    deepStrictEqual(await opened.rows("SELECT 1"), [[1n]]);
  }
});

Deno.test("a transaction behind a pooler has the level that it begins with", async () => {
  await using opened = await served.open({ values: VALUES });
  for (const text of ["BEGIN ISOLATION LEVEL SERIALIZABLE", "BEGIN; SET TRANSACTION ISOLATION LEVEL SERIALIZABLE"]) {
    for (const statement of text.split("; ")) await opened.rows(statement);
    deepStrictEqual(await opened.rows("SHOW transaction_isolation"), [["serializable"]]);
    await opened.rows("ROLLBACK");
  }
});

Deno.test("a cancel reaches the server through a pooler, and the session goes on", async () => {
  await using opened = await served.open({ values: VALUES });
  await using watcher = await served.open();
  const refused = rejects(opened.rows("SELECT pg_sleep(1000)"), { code: "Cancelled" });
  const active = "SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND query LIKE 'SELECT pg_sleep%'";
  while ((await watcher.rows(active))[0]![0] !== 1n);
  await opened.session.cancelActive();
  await refused;
  strictEqual((await opened.rows("SELECT 1"))[0]![0], 1n);
});

Deno.test("a write whose server is lost behind a pooler is not called retriable", async () => {
  await using opened = await served.open({ values: VALUES });
  await using watcher = await served.open();
  const text = "INSERT INTO f SELECT 7, 7 FROM pg_sleep(1000)";
  const refused = rejects(opened.rows(text), {
    code: "Transport",
    retriable: false,
    message: /; the statement may have been carried out: look before you send it again$/,
  });
  const active = "SELECT pid FROM pg_stat_activity WHERE wait_event = 'PgSleep' AND query LIKE 'INSERT INTO f%'";
  let found = await watcher.rows(active);
  while (found.length === 0) found = await watcher.rows(active);
  Deno.kill(Number(found[0]![0]), "SIGKILL");
  await refused;
});
