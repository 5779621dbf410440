import { deepStrictEqual, rejects, strictEqual } from "node:assert/strict";
import { type OpenedSession, Served } from "./testing/served.ts";

const served = await Served.start();
Deno.test.beforeAll(async () => {
  await using opened = await served.open();
  await opened.rows("ALTER SYSTEM SET max_prepared_transactions = 5");
  await served.server.restart();
  await using again = await served.open();
  await again.rows(`CREATE TABLE work (n int);
    CREATE PROCEDURE half() LANGUAGE plpgsql AS 'BEGIN INSERT INTO work VALUES (1); COMMIT; PERFORM pg_sleep(600); END'`);
});
Deno.test.afterAll(() => served[Symbol.asyncDispose]());

type Failure = Error & { code: string; retriable: boolean };

/** What a session's statement fails with, once it sleeps at the server and is then ended. */
async function ended(opened: OpenedSession, sql: string, end: (pid: bigint) => Promise<unknown>): Promise<Failure> {
  await using watcher = await served.open();
  const [[pid]] = await opened.rows("SELECT pg_backend_pid()") as [[bigint]];
  const failed = opened.rows(sql).then(() => Promise.reject(new Error("it did not fail")), (error) => error);
  const sleeps = `SELECT wait_event = 'PgSleep' FROM pg_stat_activity WHERE pid = ${pid}`;
  while ((await watcher.rows(sleeps))[0]![0] !== true);
  await end(pid);
  return await failed;
}

async function terminate(pid: bigint): Promise<void> {
  await using killer = await served.open();
  await killer.rows(`SELECT pg_terminate_backend(${pid})`);
}

const COMMITTING: readonly string[] = [
  "CALL half()",
  "/* a */ -- b\n call half()",
  "DO 'BEGIN INSERT INTO work VALUES (1); COMMIT; PERFORM pg_sleep(600); END'",
];

Deno.test("the answer of a statement that commits by itself, and was cancelled, says that this stays done", async () => {
  await using opened = await served.open();
  for (const text of COMMITTING) {
    const { code, message, retriable } = await ended(opened, text, () => opened.session.cancelActive());
    deepStrictEqual([code, retriable], ["Cancelled", false]);
    strictEqual(message.split("\n").at(-1), message.match(/What it committed itself before that stays done$/)?.[0]);
  }
  deepStrictEqual(await opened.rows("DELETE FROM work RETURNING n"), [[1n], [1n], [1n]]);
  const prepared = "BEGIN; INSERT INTO work VALUES (2); PREPARE TRANSACTION 'p'; SELECT pg_sleep(600)";
  const { message } = await ended(opened, prepared, () => opened.session.cancelActive());
  strictEqual(message.split("\n").at(-1), "What the text committed before stays done");
  await opened.rows("COMMIT PREPARED 'p'");
  deepStrictEqual(await opened.rows("DELETE FROM work RETURNING n"), [[2n]]);
});

Deno.test("a statement that commits by itself is not called retriable when its connection is lost", async () => {
  for (const text of COMMITTING) {
    await using opened = await served.open();
    const { code, message, retriable } = await ended(opened, text, terminate);
    deepStrictEqual([code, retriable, /stays done/.test(message)], ["Transport", false, true]);
  }
});

Deno.test("a statement of a transaction is not called retriable when its connection is lost", async () => {
  await using opened = await served.open();
  await opened.rows("BEGIN");
  const { code, retriable } = await ended(opened, "SELECT pg_sleep(600)", terminate);
  deepStrictEqual([code, retriable], ["Transport", false]);
  await rejects(opened.rows("SELECT 1"), { code: "Transport", retriable: false });
  deepStrictEqual(await opened.rows("SELECT 1"), [[1n]]);
  strictEqual((await ended(opened, "SELECT pg_sleep(600)", terminate)).retriable, true);
  await rejects(opened.rows("SELECT 1"), { code: "Transport", retriable: true });
});

Deno.test("a ping does not take the error that a transaction was lost from the statement that follows", async () => {
  await using opened = await served.open();
  await opened.rows("BEGIN");
  await ended(opened, "SELECT pg_sleep(600)", terminate);
  for (let i = 0; i < 2; i++) await rejects(opened.session.ping(), { code: "Transport", message: /transaction/ });
  await rejects(opened.rows("COMMIT"), { code: "Transport", message: /lost, and with it its transaction/ });
  await opened.session.ping();
});

Deno.test("an error of another server is no lost connection", async () => {
  await using opened = await served.open();
  await opened.rows("CREATE TEMP TABLE mine (n int)");
  for (const code of ["08001", "08006", "57P01"]) {
    const text = `DO $$BEGIN RAISE EXCEPTION 'could not connect' USING ERRCODE = '${code}'; END$$`;
    await rejects(opened.rows(text), { code: "Driver", retriable: false });
  }
  deepStrictEqual(await opened.rows("SELECT n FROM mine"), []);
});
