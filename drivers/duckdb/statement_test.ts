import { deepStrictEqual, ok, rejects, strictEqual } from "node:assert/strict";
import { type Context, DEFAULT_LIMITS } from "@fluxwire/sdk";
import { openFile } from "./instances.ts";
import { Statements } from "./statement.ts";
import { Opened } from "./testing/opened.ts";

/** Runs for hours and gives one row. */
const ENDLESS = "SELECT count(*) FROM range(1000000000000) a WHERE a.range % 7 = 3";

Deno.test("execute() gives the result of the last statement of a text, and the count of a write", async () => {
  await using opened = await Opened.open();
  deepStrictEqual(await opened.rows("CREATE TABLE t(a INT); INSERT INTO t VALUES (1), (2); SELECT a + 1 FROM t"), [
    [2n],
    [3n],
  ]);
  const { rows, affectedRows } = await opened.session.execute({ sql: "UPDATE t SET a = a + $1", params: [1n] });
  deepStrictEqual([rows, affectedRows], [[], 2n]);
});

Deno.test("execute() reads no more rows than the limit, from the offset on", async () => {
  await using opened = await Opened.open();
  const page = { limit: 2, offset: 2_047 };
  const { rows } = await opened.session.execute({ sql: "FROM range(1000000000000)", ...page });
  deepStrictEqual(rows, [[2_047n], [2_048n]]);
});

Deno.test("execute() refuses a wrong count of parameters, and parameters for several statements, before it runs", async () => {
  await using opened = await Opened.open();
  await rejects(opened.rows("SELECT $1, $2", [1n]), {
    code: "InvalidRequest",
    message: "Cannot run statement: it has places for 2 parameters, and 1 are given",
  });
  await rejects(opened.rows("CREATE TABLE t(a INT); SELECT $1", [1n]), {
    code: "InvalidRequest",
    message: "Cannot run statement: its text has several, and only a text of one can have parameters",
  });
  deepStrictEqual(await opened.rows("SELECT count(*) FROM duckdb_tables()"), [[0n]]);
});

Deno.test("a result of DuckDB that fails after its first rows is an error, and not the rows before it", async () => {
  await using opened = await Opened.open();
  await opened.rows(`CREATE TABLE t AS SELECT CASE WHEN range < 900000 THEN '1' ELSE 'x' END AS a FROM range(1000000);
    CREATE VIEW v AS SELECT a::INT AS b FROM t`);
  const failed = { code: "Driver", message: /^Cannot read the result: DuckDB failed in the middle of it/ };
  await rejects(opened.rows("SELECT a::INT FROM t"), failed);
  await rejects(opened.rows("SELECT 1; SELECT a::INT FROM t"), failed);
  await rejects(opened.rows("PREPARE p AS SELECT a::INT FROM t; EXECUTE p"), failed);
  const pagination = { type: "Offset", limit: 1_000_000, offset: 0n } as const;
  await rejects(opened.session.browseTable({ table: { name: "v" }, pagination, orderBy: [] }), failed);
  await rejects(opened.rows("CREATE TEMP TABLE u AS SELECT a::INT FROM t"), /Could not convert string 'x' to INT32/);
});

Deno.test("a mistake of a statement is the database's own error with its place, and no lost connection", async () => {
  await using opened = await Opened.open();
  await rejects(opened.rows("SELECT *\nFROM nowhere"), (error: Error & { code: string; retriable: boolean }) => {
    ok(/^Catalog Error: Table with name nowhere does not exist!/.test(error.message), error.message);
    ok(error.message.includes("LINE 2: FROM nowhere\n             ^"), error.message);
    return error.code === "Driver" && !error.retriable;
  });
});

Deno.test("a cancel that comes while the driver begins the transaction of a write ends the write", async () => {
  using opened = await openFile({ path: ":memory:", read_only: false, memory_limit: "", threads: null });
  const statements = new Statements(opened), { run } = statements, cancel = new AbortController();
  statements.run = async (statement, context) => {
    const result = await run(statement, context);
    if (statement.text === "BEGIN") cancel.abort(new Error("cancelled"));
    return result;
  };
  const context = { signal: cancel.signal, answer: { limits: DEFAULT_LIMITS } } as unknown as Context;
  const plain = { parameters: [], purpose: "execute", database: null, limit: null, offset: 0 } as const;
  await run({ ...plain, text: "CREATE TABLE t (n BIGINT)" }, context);
  await rejects(run({ ...plain, text: `INSERT INTO t ${ENDLESS}` }, context), { message: "cancelled" });
  const alive = { ...context, signal: new AbortController().signal };
  deepStrictEqual((await run({ ...plain, purpose: "read", text: "SELECT count(*) FROM t" }, alive)).rows, [[0n]]);
});

Deno.test("the writes of a script but the last have no transaction of the driver's, and all rows are written", async () => {
  using opened = await openFile({ path: ":memory:", read_only: false, memory_limit: "", threads: null });
  const statements = new Statements(opened), { run } = statements, own: string[] = [];
  statements.run = async (statement, context) => {
    if (statement.purpose === "control") own.push(statement.text);
    return await run(statement, context);
  };
  const { signal } = new AbortController(), answer = { limits: DEFAULT_LIMITS };
  const context = { signal, answer } as unknown as Context;
  const plain = { parameters: [], database: null, limit: null, offset: 0 } as const;
  const write = "INSERT INTO t SELECT range FROM range(100000)";
  const text = `CREATE TABLE t (n BIGINT); ${write} RETURNING n; ${write}; ${write}`;
  deepStrictEqual(await run({ ...plain, purpose: "execute", text }, context), { affectedRows: 100_000n });
  deepStrictEqual(own, ["BEGIN", "COMMIT"]);
  // One whose rows are not wanted is not done before its answer is ready: a cancel would say that it was not run.
  await run({ ...plain, purpose: "execute", text: "INSERT INTO t SELECT 1 WHERE false", limit: 0 }, context);
  deepStrictEqual(own, ["BEGIN", "COMMIT", "BEGIN", "COMMIT"]);
  const count = await run({ ...plain, purpose: "read", text: "SELECT count(*) FROM t" }, context);
  deepStrictEqual(count.rows, [[300_000n]]);
});

Deno.test("a cancel interrupts a statement that gives no row, and the next one runs", async () => {
  await using opened = await Opened.open();
  for (let i = 0; i < 3; i++) {
    const cancelled = rejects(opened.rows(ENDLESS), { code: "Cancelled" });
    await opened.session.cancelActive();
    await cancelled;
    deepStrictEqual(await opened.rows("SELECT 1"), [[1n]]);
  }
});

Deno.test("a cancelled text says how many of its statements were carried out", async () => {
  await using opened = await Opened.open({ path: ":memory:partly" });
  const watcher = await opened.another({ path: ":memory:partly" });
  await opened.rows("CREATE TABLE t(a INT)");
  const cancelled = rejects(opened.rows(`INSERT INTO t VALUES (1); ${ENDLESS}`), {
    code: "Cancelled",
    message: /^Query cancelled; (it may have been carried out: .*|the first statement of the text was carried out)$/,
  });
  while ((await watcher.execute({ sql: "SELECT a FROM t" })).rows.length === 0);
  await opened.session.cancelActive();
  await cancelled;
});

Deno.test("a statement timeout interrupts as a timeout", async () => {
  await using opened = await Opened.open();
  await rejects(opened.session.execute({ sql: ENDLESS, statementTimeoutMs: 50 }), { code: "Timeout" });
});

Deno.test("a session answers while another one computes", async () => {
  await using opened = await Opened.open();
  const other = await opened.another({ path: ":memory:" });
  const cancelled = rejects(opened.rows(ENDLESS), { code: "Cancelled" });
  deepStrictEqual((await other.execute({ sql: "SELECT 1" })).rows, [[1n]]);
  await opened.session.cancelActive();
  await cancelled;
});

Deno.test("a write whose returned rows do not fit into an answer is undone, and so is one that was cancelled", async () => {
  await using opened = await Opened.open();
  await opened.rows("CREATE TABLE t(a VARCHAR)");
  const tooLarge = "INSERT INTO t SELECT repeat('x', 1000) FROM range(20000) RETURNING a";
  await rejects(opened.rows(tooLarge), { code: "Driver", message: /exceed maxFrameBytes/ });
  strictEqual((await opened.rows("SELECT count(*) FROM t"))[0]![0], 0n);
  await rejects(opened.rows(`PREPARE p AS ${tooLarge}; EXECUTE p`), {
    code: "Driver",
    message: /exceed maxFrameBytes/,
  });
  strictEqual((await opened.rows("SELECT count(*) FROM t"))[0]![0], 0n);
  const cancelled = rejects(opened.rows("INSERT INTO t SELECT range FROM range(100000000000) RETURNING a"), {
    code: "Cancelled",
  });
  await opened.session.cancelActive();
  await cancelled;
  strictEqual((await opened.rows("SELECT count(*) FROM t"))[0]![0], 0n);
  deepStrictEqual(await opened.rows("INSERT INTO t VALUES ('y') RETURNING a"), [["y"]]);
  strictEqual((await opened.rows("SELECT count(*) FROM t"))[0]![0], 1n);
});

Deno.test("transactions of the user go on across statements, and a write that returns too much in one says that it was run", async () => {
  await using opened = await Opened.open();
  await opened.rows("CREATE TABLE t(a VARCHAR)");
  await opened.rows("BEGIN");
  await opened.rows("INSERT INTO t VALUES ('x')");
  await rejects(opened.rows("BEGIN"), { message: /cannot start a transaction within a transaction/ });
  await rejects(opened.rows("SELECT * FROM nowhere"), { code: "Driver" });
  await rejects(opened.rows("SELECT 1"), { message: /aborted \(please ROLLBACK\)/ });
  await opened.rows("ROLLBACK");
  strictEqual((await opened.rows("SELECT count(*) FROM t"))[0]![0], 0n);
  await opened.rows("BEGIN");
  await rejects(opened.rows("INSERT INTO t SELECT repeat('x', 1000) FROM range(20000) RETURNING a"), {
    message: /exceed maxFrameBytes.*; the statement was run: COMMIT keeps what it did, ROLLBACK undoes it$/,
  });
  await opened.rows("COMMIT");
  strictEqual((await opened.rows("SELECT count(*) FROM t"))[0]![0], 20_000n);
});
