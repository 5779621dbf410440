import { deepStrictEqual, match, rejects, strictEqual } from "node:assert/strict";
import { DriverError } from "@fluxwire/sdk";
import type { Purpose } from "@fluxwire/sql";
import { ManualClock } from "@fluxwire/transport";
import { DEFAULT_LIMITS, type RpcError } from "@fluxwire/wire";
import { type Answering, Database } from "./database.ts";
import { DatabaseProcess } from "./database_process.ts";
import { driver } from "./driver.ts";
import type { Request } from "./messages.ts";
import { ENDLESS, ENDLESS_ROWS, STARTED, Watched } from "./testing/endless.ts";
import { FreshFile, Opened } from "./testing/opened.ts";

/** A text of any number of statements, whose rows come as JSON. */
function toRequest(sql: string): Request {
  return { sql, parameters: [], isSingle: false, limit: null, offset: 0, codec: null, limits: DEFAULT_LIMITS };
}

const NEVER = new AbortController().signal;
const CANCELLED: Pick<RpcError, "code" | "message"> = { code: "Cancelled", message: "Query cancelled" };
/** A text whose first statement has written. */
const PARTLY = {
  code: "Cancelled",
  message: /^Query cancelled; (it may have been|the first statement of the text was) /,
};

Deno.test("a cancel ends a statement without rows, and the next one runs", async () => {
  await using watched = await Watched.open();
  const { opened } = watched;
  for (let i = 1n; i <= 3n; i++) {
    const cancelled = rejects(opened.rows(ENDLESS), PARTLY);
    await watched.started(i);
    await opened.session.cancelActive();
    await cancelled;
    await opened.session.cleanupAfterCancel();
    deepStrictEqual(await opened.rows("SELECT count(*) FROM started"), [[i]]);
  }
});

/** Cancels statements until a process had to be killed for one: a cancel can also arrive between its two parts. */
async function cancelUntilLost(watched: Watched): Promise<{ error: RpcError; count: bigint }> {
  const { opened } = watched;
  for (let count = 1n;; count++) {
    const cancelled = rejects(opened.rows(ENDLESS), PARTLY);
    await watched.started(count);
    await opened.session.cancelActive();
    await cancelled;
    await opened.session.schema();
    const error: RpcError | null = await opened.rows("DELETE FROM started WHERE 0").then(() => null, (error) => error);
    if (error !== null) return { error, count };
  }
}

Deno.test("the first statement after a cancel names the lost state of the process, once", async () => {
  await using watched = await Watched.open();
  const { opened } = watched;
  await opened.rows("CREATE TEMP TABLE u(a)");
  const { error, count } = await cancelUntilLost(watched);
  deepStrictEqual([error.code, error.message], [
    "Driver",
    "Nothing was run: the database's process had to be ended, which lost the temporary tables; " +
    "send the statement again to go on without",
  ]);
  deepStrictEqual(await opened.rows("SELECT count(*) FROM started"), [[count]]);
  await rejects(opened.rows("SELECT * FROM u"), { message: "no such table: u" });
});

Deno.test("a statement timeout ends a statement as a timeout", async () => {
  await using watched = await Watched.open();
  await rejects(watched.opened.session.execute({ sql: ENDLESS, statementTimeoutMs: 100 }), { code: "Timeout" });
  deepStrictEqual(await watched.opened.rows("SELECT 1"), [[1n]]);
});

Deno.test("a statement that outlives the connection's statement timeout is ended, and the next one runs", async () => {
  const clock = new ManualClock();
  await using opened = await Opened.open({ statement_timeout: "7" }, { clock });
  const ended = rejects(opened.rows(ENDLESS_ROWS), {
    code: "Timeout",
    message: /^Statement stopped after 7 s: that is the connection's "Statement timeout \(s\)"; /,
  });
  await clock.timer(7_000);
  clock.advance(7_000);
  await ended;
  await opened.session.cleanupAfterCancel();
  match(JSON.stringify(driver.formDefinition), /"id":"statement_timeout",.*"defaultValue":"60"/);
});

Deno.test("DatabaseProcess.run() ends a statement between rows and keeps all", async () => {
  const process = await DatabaseProcess.open({ path: ":memory:", isReadOnly: false }, { graceMs: 60_000 });
  await process.run(toRequest("CREATE TABLE t(a); BEGIN; INSERT INTO t VALUES (1)"), NEVER);
  const cancel = new AbortController();
  const rows = process.run(toRequest(ENDLESS_ROWS), cancel.signal);
  cancel.abort(new DriverError(CANCELLED.code, CANCELLED.message));
  await rejects(rows, CANCELLED);
  deepStrictEqual((await process.run(toRequest("SELECT a FROM t"), NEVER)).end.rows, [[["i", "1"]]]);
  deepStrictEqual(process.held, ["database in memory", "open transaction"]);
  await process.end();
});

Deno.test("a cancelled query leaves no doubt: it changes nothing", async () => {
  await using opened = await Opened.open();
  await opened.rows("CREATE TABLE t(a)");
  const endless =
    "SELECT count(*) FROM (WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i FROM n)";
  const cancelled = rejects(opened.rows(endless), CANCELLED);
  await opened.session.cancelActive();
  await cancelled;
});

Deno.test("DatabaseProcess.run() says how much of a cancelled script was carried out", async () => {
  await using file = await FreshFile.make();
  const target = { path: file.path, isReadOnly: false };
  const process = await DatabaseProcess.open(target, { graceMs: 60_000 }), watcher = await DatabaseProcess.open(target);
  await process.run(toRequest(STARTED), NEVER);
  const cancel = new AbortController();
  const text = `INSERT INTO started VALUES (1); ${ENDLESS_ROWS}`;
  const ended = rejects(process.run({ ...toRequest(text), codec: "postcard" }, cancel.signal), {
    message: "the first statement of the text was carried out",
    mayBeDone: true,
  });
  while ((await watcher.run(toRequest("SELECT a FROM started"), NEVER)).end.rows.length === 0);
  cancel.abort(new DriverError(CANCELLED.code, CANCELLED.message));
  await ended;
  await Promise.all([process.end(), watcher.end()]);
});

Deno.test("DatabaseProcess.run() ends a script between statements", async () => {
  const process = await DatabaseProcess.open({ path: ":memory:", isReadOnly: false }, { graceMs: 60_000 });
  await process.run(toRequest("CREATE TABLE t(a)"), NEVER);
  const cancel = new AbortController();
  const script = process.run(toRequest("INSERT INTO t VALUES (1); ".repeat(100_000)), cancel.signal);
  cancel.abort(new DriverError(CANCELLED.code, CANCELLED.message));
  await rejects(script, { message: /^(Query cancelled|the first .* carried out)$/ });
  strictEqual(process.isOver, false);
  await process.end();
});

Deno.test("Database.run() says that its process was killed, and the next statement opens it again", async () => {
  const context: Answering = { signal: NEVER, answer: { codec: "postcard", limits: DEFAULT_LIMITS } };
  const database = await Database.open({ path: ":memory:", isReadOnly: false }, NEVER);
  const run = (text: string, purpose: Purpose = "execute") => {
    const statement = { text, purpose, parameters: [], database: null, limit: null, offset: 0 };
    return database.run(statement, context);
  };
  await run("CREATE TABLE started(a); BEGIN");
  const first = database.pid;
  const killed = rejects(run(ENDLESS), (error: RpcError) => {
    strictEqual(error.code, "Transport");
    match(error.message, /^The database's process has ended; what was not committed is rolled back/);
    return true;
  });
  Deno.kill(first, "SIGKILL");
  await killed;
  await rejects(run("SELECT 1"), {
    message: /which lost the database in memory, open transaction; /,
  });
  deepStrictEqual((await run("SELECT 1", "read")).rows, [[1n]]);
  await database.close();
});
