import { deepStrictEqual, rejects, strictEqual } from "node:assert/strict";
import { FreshFile, Opened } from "./testing/opened.ts";

Deno.test("a name that ends with a blank of Unicode is no other name", async () => {
  await using opened = await Opened.open();
  for (const blank of ["\u00a0", "\ufeff", "\u2003"]) {
    await opened.rows(
      `CREATE TABLE t(a); INSERT INTO t VALUES (1); CREATE TABLE t${blank}(a); INSERT INTO t${blank} VALUES (2)`,
    );
    deepStrictEqual(await opened.rows(`SELECT * FROM t${blank}`), [[2n]]);
    deepStrictEqual(await opened.rows(`UPDATE t${blank} SET a = 3 RETURNING a`), [[3n]]);
    deepStrictEqual(await opened.rows(`SELECT * FROM t; DROP TABLE t`), []);
  }
});

Deno.test("execute() gives every value exactly", async () => {
  await using opened = await Opened.open();
  const sql = "SELECT 9223372036854775807, -9223372036854775808, 1, 1.0, -0.0, 1e300, 'ü', x'00ff', NULL, '2024-01-02'";
  deepStrictEqual(await opened.rows(sql), [[
    9223372036854775807n,
    -9223372036854775808n,
    1n,
    1,
    -0,
    1e300,
    "ü",
    Uint8Array.of(0, 255),
    null,
    "2024-01-02",
  ]]);
});

Deno.test("execute() binds every value exactly", async () => {
  await using opened = await Opened.open();
  const params = [2n ** 63n - 1n, 1, -0, "a", Uint8Array.of(1), null, true, { type: "Json" as const, value: "[1]" }];
  const sql = `SELECT ${params.map(() => "?").join(", ")}, typeof(?1), typeof(?2), typeof(?8)`;
  const { rows } = await opened.session.execute({ sql, params });
  deepStrictEqual(rows, [[2n ** 63n - 1n, 1, -0, "a", Uint8Array.of(1), null, 1n, "[1]", "integer", "real", "text"]]);
  await rejects(opened.session.execute({ sql: "SELECT ?", params: [[1n]] }), {
    code: "InvalidRequest",
    message: "Cannot bind parameter 1: SQLite has no arrays; send JSON text",
  });
  await rejects(opened.session.execute({ sql: "SELECT 1", params: [1n] }), {
    code: "Driver",
    message: "column index out of range",
  });
});

Deno.test("execute() refuses a statement of which parameters are missing: SQLite takes NULL for them", async () => {
  await using opened = await Opened.open();
  await opened.rows("CREATE TABLE t(a, b); INSERT INTO t VALUES (1, NULL)");
  const missing = { code: "InvalidRequest", message: "Cannot run statement: parameters are missing (given: 1)" };
  const run = (sql: string, count: number) => opened.session.execute({ sql, params: [2n, 1n, 3n].slice(0, count) });
  await rejects(run("DELETE FROM t WHERE a < ? AND b IS ?", 1), missing);
  await rejects(run("WITH x AS (SELECT ?2) INSERT INTO t SELECT ?, 1 FROM x", 1), missing);
  deepStrictEqual((await run("SELECT ?, ?", 2)).rows, [[2n, 1n]]);
  await rejects(run("SELECT ?, ?", 1), missing);
  deepStrictEqual((await run("SELECT ?1, ?1, ?3", 3)).rows, [[2n, 2n, 3n]]);
  deepStrictEqual((await run("EXPLAIN QUERY PLAN SELECT ?", 1)).rows.length, 1);
  deepStrictEqual(await opened.rows("SELECT * FROM t"), [[1n, null]]);
});

Deno.test("an error of SQLite that ends its transaction says so, and no other one does", async () => {
  await using opened = await Opened.open();
  await opened.rows("CREATE TABLE t(a UNIQUE); INSERT INTO t VALUES (1)");
  const conflict = "UNIQUE constraint failed: t.a", ended = `${conflict}; the transaction was rolled back`;
  const insert = "INSERT OR ROLLBACK INTO t VALUES (1)";
  for (const sql of [insert, `${insert} RETURNING a`, `${insert}; SELECT 1`, `SAVEPOINT s; ${insert}`]) {
    await opened.rows("BEGIN; INSERT INTO t VALUES (2)");
    await rejects(opened.rows(sql), { code: "Driver", message: ended }, sql);
    deepStrictEqual(await opened.rows("SELECT a FROM t"), [[1n]]);
  }
  await rejects(opened.rows(insert), { message: conflict });
  await rejects(opened.rows("BEGIN; COMMIT; INSERT INTO t VALUES (1)"), { message: conflict });
  await rejects(opened.rows("BEGIN; INSERT INTO t VALUES (1)"), { message: conflict });
  await opened.rows("ROLLBACK");
});

Deno.test("execute() gives declared types and their kinds", async () => {
  await using opened = await Opened.open();
  await opened.rows("CREATE TABLE t(a INTEGER, b DECIMAL(10, 2), c TIMESTAMP, d VARCHAR(20), e JSON)");
  const { columns } = await opened.session.execute({ sql: "SELECT *, a + 1 FROM t" });
  deepStrictEqual(columns.map(({ name, typeName, kind }) => [name, typeName, kind]), [
    ["a", "INTEGER", "Integer"],
    ["b", "DECIMAL(10, 2)", "Float"],
    ["c", "TIMESTAMP", "Timestamp"],
    ["d", "VARCHAR(20)", "Text"],
    ["e", "JSON", "Unknown"],
    ["a + 1", "", "Unknown"],
  ]);
});

Deno.test("execute() runs all statements and gives the result of the last", async () => {
  await using opened = await Opened.open();
  const sql = `-- first; not yet
    CREATE TABLE t(a); /* ; */ CREATE TRIGGER x AFTER INSERT ON t BEGIN UPDATE t SET a = a || ';'; END;
    INSERT INTO t VALUES ('a'), ('--');; SELECT * FROM t ORDER BY a; -- done`;
  deepStrictEqual(await opened.rows(sql), [["--;"], ["a;;"]]);
  for (const nothing of ["", " ; ;", "-- only a comment", "/* never closed", "\uFEFF"]) {
    const { columns, rows } = await opened.session.execute({ sql: nothing });
    deepStrictEqual([columns, rows], [[], []], nothing);
  }
  await rejects(opened.session.execute({ sql: "SELECT 1; SELECT ?", params: [1n] }), {
    code: "InvalidRequest",
    message: "Cannot bind parameters: there is more than one statement; send each alone",
  });
  deepStrictEqual(
    await opened.rows("SELECT 1; SELECT $x(a;b), 2; SELECT $x::y(a'b) IS NULL; CREATE TABLE a$x(b);"),
    [],
  );
  deepStrictEqual(await opened.rows("INSERT INTO a$x(b) VALUES ($x(;)); SELECT count(*), 3 FROM a$x"), [[1n, 3n]]);
  await rejects(opened.session.execute({ sql: "SELECT '\0'" }), { code: "InvalidRequest", message: /NUL/ });
});

Deno.test("execute() runs a script of many statements, long ones among them", async () => {
  await using opened = await Opened.open();
  const inserts = Array.from({ length: 5_000 }, (_, i) => `INSERT INTO t VALUES (${i}, 'ü;');`);
  const long = `INSERT INTO t VALUES (5000, '${";".repeat(200_000)}')`;
  const sql = `CREATE TABLE t(a, b); BEGIN; ${inserts.join("\n")} ${long}; COMMIT; SELECT count(*), sum(a) FROM t`;
  deepStrictEqual(await opened.rows(sql), [[5001n, 12502500n]]);
  await opened.rows(`DELETE FROM t WHERE b = '${"x".repeat(100_000)}' AND a > 10 ${" ".repeat(100_000)} OR a = 1`);
  deepStrictEqual(await opened.rows("SELECT count(*) FROM t"), [[5000n]]);
});

Deno.test("execute() has regular expressions", async () => {
  await using opened = await Opened.open();
  deepStrictEqual(await opened.rows("SELECT 'x' REGEXP '^[a-z]$', 1 REGEXP '2', NULL REGEXP 'a'"), [[1n, 0n, null]]);
  await rejects(opened.rows("SELECT 'x' REGEXP '['"), { code: "Driver", message: /^Invalid regular expression/ });
});

Deno.test("execute() counts the rows a statement changed", async () => {
  await using opened = await Opened.open();
  const changed = async (sql: string) => (await opened.session.execute({ sql })).affectedRows;
  strictEqual(await changed("CREATE TABLE t(a)"), 0n);
  strictEqual(await changed("INSERT INTO t VALUES (1), (2), (3)"), 3n);
  strictEqual(await changed("WITH two(a) AS (SELECT 2) UPDATE t SET a = 5 WHERE a IN two"), 1n);
  strictEqual(await changed("DELETE FROM t WHERE a > 1 RETURNING a"), 2n);
  strictEqual(await changed("CREATE TABLE u(a)"), 0n);
  strictEqual(await changed("SELECT * FROM t"), null);
});

Deno.test("execute() keeps to limit and offset", async () => {
  await using opened = await Opened.open();
  const sql = "WITH n(i) AS (VALUES (1), (2), (3), (4)) SELECT i FROM n";
  const rows = async (page: { limit?: number; offset?: number }) =>
    (await opened.session.execute({ sql, ...page })).rows.flat();
  deepStrictEqual(await rows({ limit: 2 }), [1n, 2n]);
  deepStrictEqual(await rows({ limit: 2, offset: 3 }), [4n]);
  deepStrictEqual(await rows({ offset: 1 }), [2n, 3n, 4n]);
  deepStrictEqual(await rows({ limit: 0 }), []);
});

Deno.test("execute() passes on the errors of SQLite", async () => {
  await using opened = await Opened.open();
  await rejects(opened.rows("SELECT * FROM nowhere"), { code: "Driver", message: "no such table: nowhere" });
  await rejects(opened.rows("SELEC 1"), { code: "Driver", message: 'near "SELEC": syntax error' });
  await opened.rows("CREATE TABLE t(a UNIQUE); INSERT INTO t VALUES (1)");
  await rejects(opened.rows("INSERT INTO t VALUES (1)"), {
    code: "Driver",
    message: "UNIQUE constraint failed: t.a",
  });
  await rejects(opened.session.execute({ sql: "SELECT 1", database: "other" }), {
    code: "InvalidRequest",
    message: /^Cannot use database other: /,
  });
});

Deno.test("execute() reports an error in the middle of a result, and gives none of its rows", async () => {
  await using opened = await Opened.open();
  const rows = `SELECT json(a) FROM (SELECT '[]' AS a UNION ALL SELECT '{}' UNION ALL SELECT 'x')`;
  await rejects(opened.rows(rows), { code: "Driver", message: /malformed JSON/ });
  await rejects(opened.rows("SELECT 1 UNION ALL SELECT abs(-9223372036854775808)"), { code: "Driver" });
});

Deno.test("execute() refuses a result that does not fit into a frame, and goes on", async () => {
  await using opened = await Opened.open();
  const numbers = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n)";
  await rejects(opened.rows(`${numbers} SELECT hex(zeroblob(50000)) FROM n`), {
    code: "Driver",
    message:
      /^Cannot send result: its first 168 rows, of at least 168008\d\d bytes, exceed maxFrameBytes 16777216; ask for/,
  });
  deepStrictEqual(await opened.rows("SELECT 1"), [[1n]]);
});

Deno.test("execute() returns a result that just fits into a frame, and names the length of one that just does not", async () => {
  await using opened = await Opened.open();
  const [[blob]] = await opened.rows("SELECT zeroblob(16777000)") as [[Uint8Array]];
  strictEqual(blob.length, 16_777_000);
  await rejects(opened.rows("SELECT zeroblob(16777210)"), {
    code: "Driver",
    message: /^Cannot write frame: length 167772\d\d exceeds maxFrameBytes 16777216; ask for fewer rows or columns/,
  });
  deepStrictEqual(await opened.rows("SELECT 1"), [[1n]]);
});

Deno.test("execute() reports a lock of another connection after the busy timeout", async () => {
  await using file = await FreshFile.make();
  await using one = await Opened.open({ path: file.path });
  await using other = await Opened.open({ path: file.path });
  await one.rows("CREATE TABLE t(a); BEGIN IMMEDIATE");
  await rejects(other.rows("PRAGMA busy_timeout = 50; INSERT INTO t VALUES (1)"), {
    code: "Driver",
    message: `database is locked: another connection holds ${file.path}`,
    retriable: true,
  });
  await one.rows("COMMIT");
  await other.rows("INSERT INTO t VALUES (1)");
});

Deno.test("execute() reports an error of SQLite in the middle of a result, and not its end", async () => {
  await using opened = await Opened.open();
  await opened.rows("CREATE TABLE t(a); INSERT INTO t VALUES (1), (2), (-9223372036854775808), (4)");
  const overflow = { code: "Driver", message: "integer overflow" };
  await rejects(opened.rows("SELECT abs(a) FROM t"), overflow);
  await rejects(opened.rows("SELECT abs(a) FROM t ORDER BY rowid DESC"), overflow);
  await rejects(opened.rows("UPDATE t SET a = 0 RETURNING abs(-9223372036854775808)"), overflow);
  deepStrictEqual(await opened.rows("SELECT a FROM t LIMIT 2"), [[1n], [2n]]);
});

Deno.test("execute() gives rows in the query's own order, whatever the query is", async () => {
  await using opened = await Opened.open();
  await opened.rows("CREATE TABLE t(a, b); INSERT INTO t VALUES (1, 3), (2, 1), (3, 2)");
  const cases: [string, bigint[]][] = [
    ["SELECT a FROM t ORDER BY b", [2n, 3n, 1n]],
    ["SELECT a FROM t ORDER BY b DESC LIMIT 2", [1n, 3n]],
    ["SELECT a FROM t UNION ALL SELECT b FROM t ORDER BY 1 DESC", [3n, 3n, 2n, 2n, 1n, 1n]],
    ["SELECT DISTINCT a FROM t ORDER BY b DESC -- end", [1n, 3n, 2n]],
    ["SELECT a FROM (SELECT a FROM t ORDER BY b) /* end */;", [2n, 3n, 1n]],
    ["WITH x AS (SELECT a FROM t ORDER BY b) SELECT * FROM x", [2n, 3n, 1n]],
    ["SELECT a FROM t GROUP BY a ORDER BY max(b)", [2n, 3n, 1n]],
    ["SELECT x.a FROM t x JOIN t y ON x.a = y.b ORDER BY y.a DESC", [2n, 1n, 3n]],
    ["VALUES (3), (1), (2)", [3n, 1n, 2n]],
  ];
  for (const [sql, expected] of cases) {
    // A kept query gives the same as a new one.
    for (let i = 0; i < 2; i++) deepStrictEqual((await opened.rows(sql)).map(([a]) => a), expected, sql);
  }
});

Deno.test("execute() follows changes of the schema in a query that it has kept", async () => {
  await using opened = await Opened.open();
  await opened.rows("CREATE TABLE t(a); INSERT INTO t VALUES (1)");
  const read = async () => {
    const { columns, rows } = await opened.session.execute({ sql: "SELECT * FROM t" });
    return [columns.map(({ name }) => name), rows];
  };
  deepStrictEqual(await read(), [["a"], [[1n]]]);
  await opened.rows("ALTER TABLE t ADD COLUMN b DEFAULT 2");
  deepStrictEqual(await read(), [["a", "b"], [[1n, 2n]]]);
  await opened.rows("DROP TABLE t; CREATE TABLE t(c, d); INSERT INTO t VALUES (3, 'x')");
  deepStrictEqual(await read(), [["c", "d"], [[3n, "x"]]]);
});

Deno.test("execute() follows changes of the schema by another connection, at once", async () => {
  await using file = await FreshFile.make();
  await using opened = await Opened.open({ path: file.path });
  await using other = await Opened.open({ path: file.path });
  const read = async (): Promise<unknown> => {
    const { columns, rows } = await opened.session.execute({ sql: "SELECT * FROM t" });
    return [columns.map(({ name, typeName }) => `${name} ${typeName}`), ...rows];
  };
  await opened.rows("CREATE TABLE t(a INT); INSERT INTO t VALUES (1)");
  deepStrictEqual([await read(), await read()], [[["a INT"], [1n]], [["a INT"], [1n]]]);
  await other.rows("ALTER TABLE t RENAME COLUMN a TO b");
  deepStrictEqual([await read(), await read()], [[["b INT"], [1n]], [["b INT"], [1n]]]);
  await other.rows("ALTER TABLE t ADD COLUMN c TEXT");
  deepStrictEqual([await read(), await read()], [[["b INT", "c TEXT"], [1n, null]], [["b INT", "c TEXT"], [1n, null]]]);
  await other.rows("DROP TABLE t");
  await rejects(read(), { message: "no such table: t" });
  await opened.rows("ATTACH ':memory:' AS x; CREATE TABLE x.t(d); INSERT INTO x.t VALUES (2)");
  deepStrictEqual([await read(), await read()], [[["d "], [2n]], [["d "], [2n]]]);
});

Deno.test("execute() runs the writes of a script together, and stops at the one that fails", async () => {
  await using opened = await Opened.open();
  await opened.rows("CREATE TABLE t(a PRIMARY KEY, b)");
  const inserts = Array.from({ length: 5_000 }, (_, i) => `INSERT INTO t VALUES (${i}, 'a;b''--[' /* ; */);`);
  const { affectedRows } = await opened.session.execute({
    sql: `${inserts.join("\n")} UPDATE t SET b = 1 WHERE a < 7`,
  });
  deepStrictEqual([affectedRows, await opened.rows("SELECT count(*) FROM t")], [7n, [[5_000n]]]);
  await rejects(opened.rows("DELETE FROM t WHERE a = 1; INSERT INTO t VALUES (2, 2); DELETE FROM t; SELECT 1"), {
    code: "Driver",
    message: "UNIQUE constraint failed: t.a",
  });
  deepStrictEqual(await opened.rows("SELECT count(*) FROM t"), [[4_999n]]);
});
