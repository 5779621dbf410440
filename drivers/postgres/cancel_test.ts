import { deepStrictEqual, ok, rejects, strictEqual } from "node:assert/strict";
import { LAYOUTS } from "@fluxwire/wire";
import { Served } from "./testing/served.ts";

const served = await Served.start();
const watcher = await served.open();
Deno.test.afterAll(async () => {
  await watcher[Symbol.asyncDispose]();
  await served[Symbol.asyncDispose]();
});

/** The running statements of other sessions. */
const RUNNING = `SELECT count(*) FROM pg_stat_activity
  WHERE state = 'active' AND pid <> pg_backend_pid() AND backend_type = 'client backend'`;

async function runningIs(count: bigint): Promise<void> {
  while ((await watcher.rows(RUNNING))[0]![0] !== count) await watcher.rows("SELECT pg_sleep(0.005)");
}

for (const layout of LAYOUTS) {
  Deno.test(`CancelActive ends the statement at the server in layout ${layout}`, async () => {
    await using opened = await served.open({ layout });
    const sleeping = opened.rows("SELECT pg_sleep(1000)");
    const refused = rejects(sleeping, { code: "Cancelled" });
    await runningIs(1n);
    await opened.session.cancelActive();
    await refused;
    await opened.session.cleanupAfterCancel();
    deepStrictEqual(await opened.rows("SELECT 1"), [[1n]]);
    await runningIs(0n);
  });
}

Deno.test("CancelActive ends a statement at any moment, and never a later one", async () => {
  await using opened = await served.open();
  for (let i = 0; i < 200; i++) {
    // The cancel may arrive before the statement, while it runs, or after it.
    const sleeping = opened.rows(`SELECT pg_sleep(${i % 2 === 0 ? 1000 : 0.0005 * (i % 7)}), ${i}`).then(
      () => "finished",
      (error) => error.code,
    );
    for (let ping = 0; ping < i % 5; ping++) await opened.client.ping();
    await opened.session.cancelActive();
    const outcome = await sleeping;
    ok(outcome === "Cancelled" || (outcome === "finished" && i % 2 === 1), outcome);
    deepStrictEqual(await opened.rows(`SELECT pg_sleep(0.001)::text, ${i}`), [["", BigInt(i)]]);
  }
  await runningIs(0n);
});

Deno.test("statementTimeoutMs ends the statement at the server, as Timeout", async () => {
  await using opened = await served.open();
  await rejects(opened.session.execute({ sql: "SELECT pg_sleep(1000)", statementTimeoutMs: 20 }), { code: "Timeout" });
  deepStrictEqual(await opened.rows("SELECT 1"), [[1n]]);
  await runningIs(0n);
});

Deno.test("the connection's statement timeout ends the statement at the server, and names its field", async () => {
  await using opened = await served.open({ values: { statement_timeout: "1" } });
  await rejects(opened.rows("SELECT pg_sleep(1000)"), {
    code: "Timeout",
    message: /^Statement stopped after 1 s: that is the connection's "Statement timeout \(s\)"; /,
  });
  deepStrictEqual(await opened.rows("SELECT 1"), [[1n]]);
  await runningIs(0n);
});

Deno.test("a timeout of the server's own is an error of the database", async () => {
  await using opened = await served.open();
  await rejects(opened.rows("SET statement_timeout = 10; SELECT pg_sleep(1000)"), {
    code: "Driver",
    message: "canceling statement due to statement timeout [SQLSTATE 57014]",
  });
});

Deno.test("CleanupAfterCancel rolls back a failed transaction", async () => {
  await using opened = await served.open();
  await opened.rows("BEGIN");
  const refused = rejects(opened.rows("SELECT pg_sleep(1000)"), { code: "Cancelled" });
  await runningIs(1n);
  await opened.session.cancelActive();
  await refused;
  await rejects(opened.rows("SELECT 1"), /SQLSTATE 25P02/);
  await opened.session.cleanupAfterCancel();
  deepStrictEqual(await opened.rows("SELECT 1"), [[1n]]);
});

Deno.test("CleanupAfterCancel keeps a transaction that is still usable", async () => {
  await using opened = await served.open();
  await opened.rows("BEGIN; CREATE TEMP TABLE kept (n int)");
  await opened.session.cancelActive();
  await opened.session.cleanupAfterCancel();
  deepStrictEqual(await opened.rows("SELECT count(*) FROM kept"), [[0n]]);
});

Deno.test("closing the session ends its statement at the server", async () => {
  await using opened = await served.open();
  const refused = rejects(opened.rows("SELECT pg_sleep(1000)"), { code: "Cancelled" });
  await runningIs(1n);
  await opened.session.close();
  await refused;
  await runningIs(0n);
});

Deno.test("losing the host's connection ends its statement at the server", async () => {
  const opened = await served.open();
  const refused = rejects(opened.rows("SELECT pg_sleep(1000)"));
  await runningIs(1n);
  opened.client.close();
  await refused;
  await runningIs(0n);
  strictEqual(await opened.client.closed, null);
});

Deno.test("a cancel over TLS and over the Unix socket reaches the server too", async () => {
  const { certificate, folder } = served.server;
  const ways: Record<string, string>[] = [{ host: "localhost", tls: "true", tls_ca: certificate }, { host: folder }];
  for (const values of ways) {
    await using opened = await served.open({ values });
    const refused = rejects(opened.rows("SELECT pg_sleep(1000)"), { code: "Cancelled" });
    await runningIs(1n);
    await opened.session.cancelActive();
    await refused;
    await runningIs(0n);
    deepStrictEqual(await opened.rows("SELECT 1"), [[1n]]);
  }
});
