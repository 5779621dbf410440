import { deepStrictEqual, rejects } from "node:assert/strict";
import { Buffer } from "node:buffer";
import { Interposer } from "./testing/interposer.ts";
import { type OpenedSession, Served } from "./testing/served.ts";

const served = await Served.start();
Deno.test.beforeAll(async () => {
  await using opened = await served.open();
  await opened.rows("CREATE TABLE work (id int PRIMARY KEY, n int); CREATE TABLE log (n int)");
});
Deno.test.afterAll(() => served[Symbol.asyncDispose]());

type RpcFailure = Error & { code: string; retriable: boolean };

const NOT_COMMITTED = { code: "Driver", message: /^The transaction was rolled back, not committed/ };

/** Waits until a statement waits at the server; returns its process. */
async function waiting(watcher: OpenedSession, like: string): Promise<bigint> {
  const found = `SELECT pid FROM pg_stat_activity
    WHERE wait_event_type IN ('Lock', 'Timeout') AND query LIKE '${like}'`;
  while (true) {
    const [row] = await watcher.rows(found);
    if (row !== undefined) return row[0] as bigint;
  }
}

/** The message of the server's end with this SQLSTATE. */
function fatal(code: string): Buffer {
  const content = Buffer.from(`SFATAL\0VFATAL\0C${code}\0Mthe end\0\0`), head = Buffer.from("E\0\0\0\0");
  head.writeUInt32BE(content.length + 4, 1);
  return Buffer.concat([head, content]);
}

Deno.test("a COMMIT of a failed transaction is an error, also behind comments and empty statements", async () => {
  await using opened = await served.open();
  for (const text of [";COMMIT", "/* a /* b */ c */ COMMIT", "-- a\rEND", "COMMIT"]) {
    await opened.rows("BEGIN");
    await rejects(opened.rows("SELECT 1 / 0"), /division by zero/);
    await rejects(opened.rows(text), NOT_COMMITTED, text);
    deepStrictEqual(await opened.rows("/* /* */ COMMIT */ ROLLBACK"), []);
  }
});

Deno.test("a COMMIT of a failed transaction says that the text behind it was run", async () => {
  await using opened = await served.open();
  await opened.rows("BEGIN");
  await rejects(opened.rows("SELECT 1 / 0"), /division by zero/);
  const text = "COMMIT; INSERT INTO log VALUES (1)";
  await rejects(opened.rows(text), { message: /not committed: .*; what the text has after it was run$/ });
  deepStrictEqual(await opened.rows("DELETE FROM log RETURNING n"), [[1n]]);
});

Deno.test("a PREPARE TRANSACTION without a transaction is an error", async () => {
  await using opened = await served.open();
  await rejects(opened.rows("PREPARE TRANSACTION 'p'"), { code: "Driver", message: /^No transaction was prepared/ });
  deepStrictEqual(await opened.rows("PREPARE p AS SELECT 1"), []);
});

Deno.test("a COMMIT behind the cleanup of a cancelled statement is an error, once", async () => {
  await using opened = await served.open();
  await using watcher = await served.open();
  await opened.rows("BEGIN");
  await opened.rows("INSERT INTO log VALUES (2)");
  const cancelled = rejects(opened.rows("SELECT pg_sleep(600)"), { code: "Cancelled" });
  await waiting(watcher, "SELECT pg_sleep(600)%");
  await opened.session.cancelActive();
  await cancelled;
  await opened.call("CleanupAfterCancel", {});
  deepStrictEqual(await opened.rows("SELECT n FROM log"), []);
  await rejects(opened.rows("COMMIT"), NOT_COMMITTED);
  await opened.rows("COMMIT");
});

Deno.test("a text that commits and then fails is run once", async () => {
  await using opened = await served.open();
  const text = "DO 'BEGIN INSERT INTO log VALUES (3); COMMIT; EXECUTE ''selec''; END' -- RETURNING";
  await rejects(opened.rows(text), /42601/);
  deepStrictEqual(await opened.rows("DELETE FROM log RETURNING n"), [[3n]]);
});

Deno.test("the statement that follows learns of a transaction that is lost with the change of a row", async () => {
  await using opened = await served.open();
  await using watcher = await served.open();
  await using other = await served.open();
  await opened.rows("INSERT INTO work VALUES (1, 1)");
  await other.rows("BEGIN; UPDATE work SET n = 2");
  await opened.rows("BEGIN; INSERT INTO work VALUES (2, 2)");
  const identity = { type: "Composite" as const, columns: ["id"], values: [1n] };
  const patch = { table: "work", identity, changes: [["n", 9n]] as [string, bigint][] };
  const refused = rejects(opened.call("UpdateRow", { patch }), { code: "Transport", retriable: false });
  await watcher.rows(`SELECT pg_terminate_backend(${await waiting(watcher, "UPDATE%OPERATOR%")})`);
  await refused;
  await rejects(opened.rows("INSERT INTO work VALUES (3, 3)"), { code: "Transport", message: /transaction/ });
  await other.rows("ROLLBACK");
  deepStrictEqual(await opened.rows("SELECT * FROM work"), [[1n, 1n]]);
});

Deno.test("the statement that follows learns of a lost transaction, whatever other requests learned before", async () => {
  await using opened = await served.open();
  await using watcher = await served.open();
  for (const request of [() => opened.session.schema(), () => opened.call("SetActiveDatabase", { database: null })]) {
    await opened.rows("BEGIN");
    const [[pid]] = await opened.rows("SELECT pg_backend_pid()") as [[bigint]];
    await watcher.rows(`SELECT pg_terminate_backend(${pid}, 60000)`);
    const lost = { code: "Transport", retriable: false };
    await rejects(opened.session.ping(), lost);
    await rejects(request(), { ...lost, message: /transaction/ });
    await request();
    await rejects(opened.rows("INSERT INTO log VALUES (5)"), { ...lost, message: /transaction/ });
    deepStrictEqual(await opened.rows("SELECT n FROM log"), []);
  }
});

Deno.test("a prepared statement that writes more than an answer can hold writes nothing", async () => {
  await using opened = await served.open();
  await opened.rows(`PREPARE many AS INSERT INTO log SELECT i FROM generate_series(1, 24000) i
    RETURNING repeat('x', 700)`);
  for (const limit of [null, 24_000]) {
    await rejects(opened.session.execute({ sql: "EXECUTE many", limit }), { message: /^Cannot send result/ });
    deepStrictEqual(await opened.rows("SELECT n FROM log"), []);
  }
});

Deno.test("a write that is done is answered, also if the connection is lost before the names of its types are known", async () => {
  await using between = new Interposer(served.server.port);
  await using opened = await served.open({ values: { port: String(between.port) } });
  await using watcher = await served.open();
  await watcher.rows("CREATE TYPE mood AS ENUM ('glad')");
  let isDone = false;
  between.change = (bytes) => {
    if (isDone) throw new Error("lost");
    const text = Buffer.from(bytes).toString("latin1");
    isDone = text.endsWith("Z\0\0\0\x05I");
    return bytes;
  };
  deepStrictEqual(await opened.rows("INSERT INTO log VALUES (4) RETURNING n, 'glad'::mood"), [[4n, "glad"]]);
  deepStrictEqual(await watcher.rows("DELETE FROM log RETURNING n"), [[4n]]);
});

/** Ends a session's connection, behind a first statement, once the server has answered its statement, of whose answer only this much arrives. */
async function endedAfter(before: string, sql: string, arrives: (bytes: Buffer) => Uint8Array): Promise<RpcFailure> {
  await using between = new Interposer(served.server.port);
  await using opened = await served.open({ values: { port: String(between.port) } });
  await using watcher = await served.open();
  const [[pid]] = await opened.rows("SELECT pg_backend_pid()") as [[bigint]];
  await opened.rows(before);
  const answered = Promise.withResolvers<void>();
  between.change = (bytes) => {
    answered.resolve();
    between.change = (rest) => rest;
    return arrives(Buffer.from(bytes));
  };
  const failed = opened.session.execute({ sql, limit: 9 })
    .then(() => Promise.reject(new Error("it did not fail")), (error) => error);
  await answered.promise;
  await watcher.rows(`SELECT pg_terminate_backend(${pid})`);
  return await failed;
}

Deno.test("a statement that commits at its end is not called retriable when its connection is lost then", async () => {
  const { message, retriable } = await endedAfter("SELECT 1", "CREATE DATABASE done", (bytes) => {
    const ended = Buffer.from("CREATE DATABASE\0");
    return bytes.subarray(0, bytes.indexOf(ended) + ended.length);
  });
  deepStrictEqual([retriable, /57P01.*stays done$/s.test(message)], [false, true]);
});

Deno.test("the end of a transaction that stood too long is that of its connection", async () => {
  const { code, message, retriable } = await endedAfter("BEGIN", "SELECT 1", () => fatal("25P03"));
  deepStrictEqual([code, message, retriable], ["Transport", "the end [SQLSTATE 25P03]", false]);
});
