import { deepStrictEqual, rejects, strictEqual } from "node:assert/strict";
import { Buffer } from "node:buffer";
import { ServedDriver } from "@fluxwire/sdk/testing";
import { ManualClock } from "@fluxwire/transport";
import { driver } from "./driver.ts";
import { Interposer } from "./testing/interposer.ts";
import { PASSWORD, PostgresServer } from "./testing/postgres_server.ts";

const server = await PostgresServer.start();
Deno.test.afterAll(() => server[Symbol.asyncDispose]());

/** The wait for the server's own answer, in milliseconds. */
const SETTLE_MS = 1_000;

/** A session that has sent a COMMIT and cancelled it; the server's answer to it is under way. */
async function cancelledCommit(stack: AsyncDisposableStack, table: string) {
  const between = stack.use(new Interposer(server.port)), clock = new ManualClock();
  const served = stack.use(await ServedDriver.start(driver, { over: "socket", clock }));
  const values = { host: "127.0.0.1", port: String(between.port), user: "postgres", password: PASSWORD };
  const session = await served.open(values);
  await session.execute({ sql: `CREATE TABLE ${table}(a int)` });
  await session.execute({ sql: "BEGIN" });
  await session.execute({ sql: `INSERT INTO ${table} VALUES (1)` });
  const held = Promise.withResolvers<void>(), arrive = Promise.withResolvers<void>();
  between.change = async (bytes) => {
    if (!Buffer.from(bytes).includes("COMMIT")) return bytes;
    held.resolve();
    await arrive.promise;
    return bytes;
  };
  const answer = session.execute({ sql: "COMMIT" });
  await held.promise;
  await session.cancelActive();
  await clock.timer(SETTLE_MS);
  return { session, answer, clock, arrive: arrive.resolve };
}

Deno.test("a COMMIT that was carried out when its cancel came is answered as done", async () => {
  await using stack = new AsyncDisposableStack();
  const { session, answer, clock, arrive } = await cancelledCommit(stack, "answered");
  await clock.advance(SETTLE_MS - 1);
  arrive();
  deepStrictEqual((await answer).rows, []);
  deepStrictEqual((await session.execute({ sql: "SELECT a FROM answered" })).rows, [[1n]]);
});

Deno.test("a COMMIT whose answer does not come soon after its cancel may have been carried out, and the error says so", async () => {
  await using stack = new AsyncDisposableStack();
  const { session, answer, clock, arrive } = await cancelledCommit(stack, "doubtful");
  const refused = rejects(answer, {
    code: "Cancelled",
    message: "Query cancelled; it may have been carried out: look before you send it again",
    retriable: false,
  });
  await clock.advance(SETTLE_MS);
  await refused;
  arrive();
  deepStrictEqual((await session.execute({ sql: "SELECT a FROM doubtful" })).rows, [[1n]]);
});

Deno.test("a cancelled text that has committed before says that this stays done", async () => {
  await using stack = new AsyncDisposableStack();
  const served = stack.use(await ServedDriver.start(driver, { over: "socket" }));
  const values = { host: "127.0.0.1", port: String(server.port), user: "postgres", password: PASSWORD };
  const watcher = await served.open(values), session = await served.open(values);
  await session.execute({ sql: "CREATE TABLE partly(a int)" });
  const text = "BEGIN; INSERT INTO partly VALUES (1); COMMIT; SELECT pg_sleep(600)";
  const refused = session.execute({ sql: text }).then(() => null, (error) => error);
  while ((await watcher.execute({ sql: "SELECT a FROM partly" })).rows.length === 0);
  await session.cancelActive();
  const { code, message } = await refused;
  strictEqual(code, "Cancelled");
  strictEqual(
    message,
    "Query cancelled; canceling statement due to user request [SQLSTATE 57014]\nWhat the text committed before stays done",
  );
});
