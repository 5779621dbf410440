import { deepStrictEqual, match, ok, rejects, strictEqual } from "node:assert/strict";
import type { Value } from "@fluxwire/wire";
import { Served } from "./testing/served.ts";

const served = await Served.start();
Deno.test.afterAll(() => served[Symbol.asyncDispose]());

function identity(columns: string[], values: Value[]) {
  return { type: "Composite" as const, columns, values };
}

const ONE = identity(["id"], [1n]);

Deno.test("a statement that writes and returns more than an answer can hold writes nothing", async () => {
  await using opened = await served.open();
  await opened.rows(
    "CREATE TABLE big (n int, t text); INSERT INTO big SELECT i, repeat('x', 700) FROM generate_series(1, 100) i",
  );
  for (const rows of [24_000, 100_000]) {
    const insert = `INSERT INTO big SELECT i, repeat('x', 700) FROM generate_series(1, ${rows}) i RETURNING *`;
    await rejects(opened.rows(insert), { code: "Driver", message: /^Cannot send result/ });
    deepStrictEqual(await opened.rows("SELECT count(*) FROM big"), [[100n]]);
  }
  await opened.rows("INSERT INTO big SELECT i, repeat('x', 700) FROM generate_series(1, 30000) i");
  await rejects(opened.rows("DELETE FROM big RETURNING *"), /Cannot send result/);
  deepStrictEqual(await opened.rows("SELECT count(*) FROM big"), [[30_100n]]);
  strictEqual((await opened.rows("DELETE FROM big WHERE n = 1 RETURNING n")).length, 2);
});

Deno.test("a write that returns rows has its own count, and is undone if its answer does not fit, also under a limit", async () => {
  await using opened = await served.open();
  await opened.rows("CREATE TABLE limited (n int, t text)");
  const insert = (rows: number, limit: number, offset = 0) =>
    opened.session.execute({
      sql: `INSERT INTO limited SELECT i, repeat('x', 700) FROM generate_series(1, ${rows}) i RETURNING n, t`,
      limit,
      offset,
    });
  for (const rows of [24_000, 24_001]) {
    await rejects(insert(rows, 24_000), { code: "Driver", message: /^Cannot send result/ });
    deepStrictEqual(await opened.rows("SELECT count(*) FROM limited"), [[0n]]);
  }
  const { rows, affectedRows } = await insert(100, 2, 3);
  deepStrictEqual([rows.map(([n]) => n), affectedRows], [[4n, 5n], 100n]);
  await opened.rows("BEGIN");
  await rejects(insert(24_001, 24_000), /Cannot send result.*; the statement was run, and only the ROLLBACK/);
  await opened.rows("COMMIT");
  deepStrictEqual(await opened.rows("SELECT count(*) FROM limited"), [[24_101n]]);
});

Deno.test("an error of a result says so if its statement was run and cannot be undone", async () => {
  await using opened = await served.open();
  await opened.rows("CREATE TABLE ran (n int, t text)");
  const insert = (rows: number) =>
    `INSERT INTO ran SELECT i, repeat('x', 700) FROM generate_series(1, ${rows}) i RETURNING *`;
  const said = { code: "Driver", message: /^Cannot send result.*; the statement was run, and only the ROLLBACK/ };
  for (const rows of [24_000, 100_000]) {
    await opened.rows("BEGIN");
    await rejects(opened.rows(insert(rows)), said);
    deepStrictEqual(await opened.rows("SELECT count(*) FROM ran"), [[BigInt(rows)]]);
    await opened.rows("ROLLBACK");
  }
  await rejects(opened.rows(`${insert(24_000)}; SELECT * FROM ran`), said);
  deepStrictEqual(await opened.rows("SELECT count(*) FROM ran"), [[24_000n]]);
});

Deno.test("an error of a result says so if its SELECT was run to its end: functions write too", async () => {
  await using opened = await served.open();
  await opened.rows("CREATE TABLE noted (n int)");
  await opened.rows(`CREATE FUNCTION note(rows int, length int) RETURNS SETOF text LANGUAGE sql AS $$
    INSERT INTO noted VALUES (rows); SELECT repeat('x', length) FROM generate_series(1, rows) $$`);
  const said = { code: "Driver", message: /; the statement was run, .* undoes what its functions have changed$/ };
  await opened.rows("BEGIN");
  // The limit is passed as the rows are encoded, and as they are read.
  for (const rows of [24_000, 100_000]) await rejects(opened.rows(`SELECT note(${rows}, 700)`), said);
  await opened.rows("COMMIT");
  deepStrictEqual(await opened.rows("SELECT count(*) FROM noted"), [[2n]]);
  await rejects(
    opened.rows("SELECT 'x' FROM generate_series(1, 100000) a, generate_series(1, 100000) b"),
    (error: Error) => {
      return /^Cannot send result/.test(error.message) && !/was run/.test(error.message);
    },
  );
});

Deno.test("a write that is cancelled before its answer is ready is undone", async () => {
  await using opened = await served.open();
  await using watcher = await served.open();
  await opened.rows("CREATE TABLE slow (n int)");
  const insert = "INSERT INTO slow SELECT 1 FROM pg_sleep(1000) RETURNING n";
  const refused = rejects(opened.rows(insert), { code: "Cancelled" });
  const active = "SELECT count(*) FROM pg_stat_activity WHERE state = 'active' AND query LIKE 'INSERT INTO slow%'";
  while ((await watcher.rows(active))[0]![0] !== 1n);
  await opened.session.cancelActive();
  await refused;
  deepStrictEqual(await opened.rows("SELECT count(*) FROM slow"), [[0n]]);
});

Deno.test("names that the server would cut are refused, and the column of the first 63 letters stays", async () => {
  await using opened = await served.open();
  const short = "n".repeat(63), long = "n".repeat(64);
  await opened.rows(`CREATE TABLE cut (id int PRIMARY KEY, ${short} int); INSERT INTO cut VALUES (1, 7)`);
  const error = { code: "InvalidRequest", message: /it has 64 bytes, and PostgreSQL cuts names after 63/ };
  const patch = { table: "cut", identity: ONE, changes: [[long, 8n]] as [string, Value][] };
  await rejects(opened.call("UpdateRow", { patch }), error);
  await rejects(opened.call("DeleteRow", { delete: { table: "cut", identity: identity([long], [7n]) } }), error);
  await rejects(opened.call("CountTable", { request: { table: { name: "t".repeat(64) } } }), error);
  deepStrictEqual(await opened.rows("SELECT * FROM cut"), [[1n, 7n]]);
  const { result } = await opened.call("UpdateRow", { patch: { ...patch, changes: [[short, 9n]] } });
  deepStrictEqual(result.returningRow, [1n, 9n]);
});

Deno.test("names of roles and databases that the server would cut are refused", async () => {
  await using opened = await served.open();
  const short = "d".repeat(63), long = "d".repeat(64);
  await opened.rows(`CREATE DATABASE ${short}`);
  const error = { code: "InvalidRequest", message: /it has 64 bytes, and PostgreSQL cuts names after 63/ };
  await rejects(opened.call("SetActiveDatabase", { database: long }), error);
  await rejects(opened.session.execute({ sql: "CREATE TABLE inside (n int)", database: long }), error);
  await rejects(served.open({ values: { database: long } }), error);
  await rejects(served.open({ values: { user: "u".repeat(64) } }), error);
  const nul = { code: "InvalidRequest", message: "Cannot use a name: it has a NUL character" };
  await rejects(opened.call("SetActiveDatabase", { database: "postgres\0application_name\0mine" }), nul);
  await rejects(served.open({ values: { user: "postgres\0application_name\0mine" } }), nul);
  await opened.call("SetActiveDatabase", { database: short });
  deepStrictEqual(await opened.rows("SELECT current_database()"), [[short]]);
});

Deno.test("an encoding that the driver cannot read is taken back, and no text is written in it", async () => {
  await using opened = await served.open();
  await opened.rows("CREATE TABLE latin (k text PRIMARY KEY, n int)");
  const insert = async (k: string) =>
    (await opened.call("InsertRow", { insert: { table: "latin", columns: ["k", "n"], values: [k, 1n] } })).result;
  const said = { code: "Driver", message: /^The text was run, but it set client_encoding to LATIN1/ };
  const texts = [
    "SET client_encoding = 'LATIN1'",
    "SET client_encoding = 'LATIN1'; SELECT 'é'",
    "SELECT set_config('client_encoding', 'LATIN1', false)",
  ];
  for (const text of texts) {
    await rejects(opened.rows(text), said);
    deepStrictEqual(await opened.rows("SHOW client_encoding"), [["UTF8"]]);
  }
  await rejects(opened.rows("BEGIN; SET client_encoding = 'LATIN1'"), said);
  strictEqual((await insert("é")).returningRow![0], "é");
  await rejects(opened.rows("SET client_encoding = 'LATIN1'; SELECT 1 / 0"), /division by zero/);
  await opened.rows("ROLLBACK");
  await rejects(opened.rows("BEGIN; SET client_encoding = 'LATIN1'; COMMIT; SELECT 1 / 0"), /division by zero/);
  strictEqual((await insert("è")).returningRow![0], "è");
  deepStrictEqual(await opened.rows("SELECT k, octet_length(k) FROM latin"), [["è", 2n]]);
  await opened.rows("SET client_encoding = 'utf-8'; RESET client_encoding; DISCARD TEMP");
});

Deno.test("rows are found by exact texts, whatever settings a statement of the user has changed", async () => {
  await using opened = await served.open();
  await opened.rows(`CREATE TABLE inexact (f float8, t timestamptz, b bytea, n int, l text[]);
    INSERT INTO inexact VALUES (0.36666666666666664, '2024-02-01 10:00Z', '\\x5c61', 1), (0.366666666666667, '2024-01-02 10:00Z', 'a', 2)`);
  await opened.rows(
    "SET extra_float_digits = 0; SET datestyle = 'SQL, DMY'; SET bytea_output = 'escape'; SET array_nulls = off",
  );
  for (const begin of ["", "BEGIN"]) {
    await opened.rows(begin);
    const pagination = { type: "Offset" as const, limit: 10, offset: 0n },
      orderBy = [{
        column: { name: "n" },
        direction: "Ascending" as const,
      }];
    const { result } = await opened.call("BrowseTable", {
      request: { table: { name: "inexact" }, pagination, orderBy },
    });
    deepStrictEqual(result.rows.map(([f]) => f), [0.36666666666666664, 0.366666666666667]);
    for (const row of result.rows) {
      const found = identity(["f", "t", "b"], row.slice(0, 3) as Value[]);
      const patch = { table: "inexact", identity: found, changes: [["l", [null, "NULL"]]] as [string, Value][] };
      const { returningRow } = (await opened.call("UpdateRow", { patch })).result;
      deepStrictEqual(returningRow, [...row.slice(0, 4), [null, "NULL"]]);
    }
  }
  await opened.rows("COMMIT");
});

Deno.test("Explain runs nothing, whatever the text begins with", async () => {
  await using opened = await served.open();
  await opened.rows("CREATE TABLE kept (n int); INSERT INTO kept VALUES (1), (2)");
  const table = { name: "kept" };
  const texts = [
    "ANALYZE DELETE FROM kept",
    "(ANALYZE) DELETE FROM kept",
    "VERBOSE DELETE FROM kept",
    "ANALYZE VERBOSE DELETE FROM kept",
  ];
  for (const query of texts) await rejects(opened.call("Explain", { request: { table, query } }), /syntax error/);
  await rejects(
    opened.call("Explain", { request: { table, query: "SELECT 1; DELETE FROM kept" } }),
    /multiple commands/,
  );
  const { result } = await opened.call("Explain", { request: { table, query: "DELETE FROM kept" } });
  match(String(result.rows[0]![0]), /^Delete on kept/);
  deepStrictEqual(await opened.rows("SELECT count(*) FROM kept"), [[2n]]);
});

Deno.test("rows of a view whose rules return nothing can be edited, and the result is what is there", async () => {
  await using opened = await served.open();
  await opened.rows(`CREATE TABLE base (id int PRIMARY KEY, a text); INSERT INTO base VALUES (1, 'x'), (2, 'y');
    CREATE VIEW ruled AS SELECT * FROM base;
    CREATE RULE u AS ON UPDATE TO ruled DO INSTEAD UPDATE base SET a = upper(NEW.a) WHERE id = OLD.id;
    CREATE RULE i AS ON INSERT TO ruled DO INSTEAD INSERT INTO base VALUES (NEW.id, NEW.a);
    CREATE RULE d AS ON DELETE TO ruled DO INSTEAD DELETE FROM base WHERE id = OLD.id`);
  const updated = await opened.call("UpdateRow", { patch: { table: "ruled", identity: ONE, changes: [["a", "q"]] } });
  deepStrictEqual([updated.result.affectedRows, updated.result.returningRow], [1n, [1n, "Q"]]);
  const inserted = await opened.call("InsertRow", {
    insert: { table: "ruled", columns: ["id", "a"], values: [3n, "z"] },
  });
  deepStrictEqual([inserted.result.affectedRows, inserted.result.returningRow], [1n, [3n, "z"]]);
  const deleted = await opened.call("DeleteRow", { delete: { table: "ruled", identity: identity(["id"], [2n]) } });
  strictEqual(deleted.result.affectedRows, 1n);
  deepStrictEqual(await opened.rows("SELECT * FROM base ORDER BY id"), [[1n, "Q"], [3n, "z"]]);
});

Deno.test("a rule or trigger that keeps the row is an error that says so, whatever the server counts", async () => {
  await using opened = await served.open();
  await opened.rows(`CREATE TABLE guarded (id int PRIMARY KEY, a text); INSERT INTO guarded VALUES (1, 'x');
    CREATE TABLE wishes (what text);
    CREATE FUNCTION keep() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN INSERT INTO wishes VALUES (TG_OP); RETURN NULL; END';
    CREATE TRIGGER k BEFORE UPDATE OR DELETE OR INSERT ON guarded FOR EACH ROW EXECUTE FUNCTION keep();
    CREATE VIEW wished AS SELECT * FROM guarded;
    CREATE RULE d AS ON DELETE TO wished DO INSTEAD INSERT INTO wishes VALUES ('rule');
    CREATE RULE u AS ON UPDATE TO wished DO INSTEAD UPDATE wishes SET what = 'twice'`);
  const kept = { code: "Driver", message: /The statement was run, but a trigger or rule kept the row as it was/ };
  const changes: [string, Value][] = [["a", "q"]];
  for (const table of ["guarded", "wished"]) {
    await rejects(opened.call("UpdateRow", { patch: { table, identity: ONE, changes } }), kept);
    await rejects(opened.call("DeleteRow", { delete: { table, identity: ONE } }), kept);
  }
  const insert = { table: "guarded", columns: ["id"], values: [2n] };
  await rejects(opened.call("InsertRow", { insert }), /no further row with these values is there/);
  deepStrictEqual(await opened.rows("SELECT * FROM guarded"), [[1n, "x"]]);
  ok((await opened.rows("SELECT * FROM wishes")).length >= 4);
});

Deno.test("rows are found by keys of every type, also those that have no equality", async () => {
  await using opened = await served.open();
  const types: [string, string][] = [
    ["float8", "'0.1'"],
    ["float4", "'NaN'"],
    ["json", `'{"a": 1}'`],
    ["jsonb", `'{"a": 1}'`],
    ["xml", "'<a/>'"],
    ["point", "'(1,2)'"],
    ["box", "'(1,1),(0,0)'"],
    ["polygon", "'((0,0),(1,1))'"],
    ["int[]", "'{1,2}'"],
    ["text[]", `'{"a b",NULL}'`],
    ["timestamptz", "'2024-01-02 03:04:05.123456+05:30'"],
    ["interval", "'1 mon 2 days'"],
    ["char(5)", "'ab'"],
    ["bytea", "'\\x00ff'"],
    ["numrange", "'[1,2)'"],
    ["tsvector", "'a b'"],
    ["uuid", "'a0eebc99-9c0b-4ef8-bb6d-6bb9bd380a11'"],
    ["pair", "ROW(1, 'a,\"b')"],
    ["regclass", "'pg_class'"],
  ];
  await opened.rows("CREATE TYPE pair AS (a int, b text)");
  for (const [i, [type, value]] of types.entries()) {
    await opened.rows(`CREATE TABLE k${i} (k ${type}, n int); INSERT INTO k${i} VALUES (${value}, 1), (NULL, 2)`);
    const found = await opened.rows(`SELECT k FROM k${i} ORDER BY n`) as Value[][];
    for (const [cell] of found) {
      const patch = { table: `k${i}`, identity: identity(["k"], [cell!]), changes: [["n", 9n]] as [string, Value][] };
      strictEqual((await opened.call("UpdateRow", { patch })).result.affectedRows, 1n, type);
    }
    deepStrictEqual(await opened.rows(`SELECT n FROM k${i}`), [[9n], [9n]], type);
  }
});

Deno.test("boxes of the same area are different rows", async () => {
  await using opened = await served.open();
  await opened.rows("CREATE TABLE boxes (b box); INSERT INTO boxes VALUES ('(1,1),(0,0)'), ('(2,2),(1,1)')");
  const request = { table: "boxes", identity: identity(["b"], ["(1,1),(0,0)"]) };
  strictEqual((await opened.call("DeleteRow", { delete: request })).result.affectedRows, 1n);
  deepStrictEqual(await opened.rows("SELECT b FROM boxes"), [["(2,2),(1,1)"]]);
});

Deno.test("65,536 parameters are refused before they are sent, and the connection lives on", async () => {
  await using opened = await served.open();
  const params = Array.from({ length: 65_536 }, () => 1n);
  await rejects(opened.session.execute({ sql: "SELECT 1", params }), {
    code: "InvalidRequest",
    message: "Cannot run statement: it has 65536 parameters, and PostgreSQL takes at most 65535",
  });
  deepStrictEqual(await opened.rows("SELECT 1"), [[1n]]);
});

Deno.test("a write that the server refuses gives its own error, and not that of the transaction around it", async () => {
  await using opened = await served.open();
  await opened.rows("CREATE TABLE once (id int PRIMARY KEY, a int); INSERT INTO once VALUES (1, 1)");
  const changes: [string, Value][] = [["a", 2n], ["a", 3n]];
  const patch = { table: "once", identity: identity(["id"], [1n]), changes };
  for (const begin of ["SELECT 1", "BEGIN"]) {
    await opened.rows(begin);
    await rejects(opened.call("UpdateRow", { patch }), { code: "Driver", message: /multiple assignments .*42601/ });
    deepStrictEqual(await opened.rows("SELECT a FROM once"), [[1n]]);
  }
});

Deno.test("a request inside a failed transaction says what to send", async () => {
  await using opened = await served.open();
  await opened.rows("BEGIN");
  await rejects(opened.rows("SELECT 1/0"), /division by zero/);
  for (const request of [() => opened.session.schema(), () => opened.rows("SELECT 1")]) {
    await rejects(request(), {
      code: "Driver",
      message: /25P02.*\nHint: An earlier statement of the transaction failed; send ROLLBACK/s,
    });
  }
  await opened.rows("ROLLBACK");
  await opened.session.schema();
});

Deno.test("a statement that may have been carried out is not called retriable when its connection is lost", async () => {
  await using alone = await Served.start();
  await using opened = await alone.open();
  const refused = rejects(
    opened.rows("SELECT pg_sleep(1000)"),
    ({ code, message, retriable }: Error & { code: string; retriable: boolean }) =>
      code === "Transport" && (retriable ? /57P0/.test(message) : /may have been carried out/.test(message)),
  );
  const [[pid]] = await (await alone.open()).rows(
    "SELECT pid FROM pg_stat_activity WHERE query LIKE 'SELECT pg_sl%'",
  ) as [[bigint]];
  Deno.kill(Number(pid), "SIGKILL");
  await refused;
});

Deno.test("text that is no UTF-8 is only described, and finds no row", async () => {
  await using admin = await served.open();
  await admin.rows("CREATE DATABASE raw TEMPLATE template0 ENCODING 'SQL_ASCII' LC_COLLATE 'C' LC_CTYPE 'C'");
  await using opened = await served.open({ values: { database: "raw" } });
  await opened.rows(
    "CREATE TABLE t (k text PRIMARY KEY, n int); INSERT INTO t VALUES (E'\\xff', 1), (E'\\xfe', 2), ('ü', 3)",
  );
  const pagination = { type: "Offset" as const, limit: 10, offset: 0n };
  const { result } = await opened.call("BrowseTable", { request: { table: { name: "t" }, pagination, orderBy: [] } });
  const described = { type: "Unsupported" as const, value: "a text that is no valid UTF-8" };
  deepStrictEqual(result.rows, [["ü", 3n], [described, 2n], [described, 1n]]);
  await rejects(opened.call("DeleteRow", { delete: { table: "t", identity: identity(["k"], [described]) } }), {
    code: "InvalidRequest",
    message: /it describes what is stored/,
  });
  deepStrictEqual(await opened.rows("SELECT count(*) FROM t"), [[3n]]);
});

Deno.test("hosts are taken without blanks and brackets", async () => {
  await using opened = await served.open({ values: { host: " 127.0.0.1\t" } });
  deepStrictEqual(await opened.rows("SELECT 1"), [[1n]]);
  await rejects(served.open({ values: { host: " [::1] ", port: "1" } }), /at \[::1\]:1: connection refused/);
});
