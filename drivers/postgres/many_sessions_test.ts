import { ok, rejects, strictEqual } from "node:assert/strict";
import { askSideBySide, growthOf } from "../../packages/wire/testing/many_sessions.ts";
import { PASSWORD } from "./testing/postgres_server.ts";
import { Served } from "./testing/served.ts";

/** The memory that two more rounds may leave: 200 leaked sessions would take more. */
const MAX_GROWTH_BYTES = 4 * 1_048_576;

const BACKENDS = "SELECT count(*) FROM pg_stat_activity WHERE backend_type = 'client backend'";

Deno.test("100 sessions on 100 connections are all answered, none waits for another one's last, and nothing stays", async () => {
  // The driver may not have noticed yet that connections of an earlier round have ended.
  await using served = await Served.start({ maxConnections: 200, maxStrangers: 200 });
  await using watcher = await served.open();
  const values = { host: "127.0.0.1", port: String(served.server.port), password: PASSWORD };
  const sql = (number: number): string => `SELECT ${number} FROM pg_sleep(0.02)`;
  const round = () => askSideBySide({ socketId: served.socket, values, sql });
  const { answers, allBegunAfter, firstDoneAfter } = await round();
  strictEqual(answers, 1_000);
  ok(allBegunAfter <= firstDoneAfter, `all begun after ${allBegunAfter}, first done after ${firstDoneAfter}`);
  const growth = await growthOf(round);
  ok(growth < MAX_GROWTH_BYTES, `${growth} bytes more`);

  while ((await watcher.rows(BACKENDS))[0]![0] !== 1n);
});

Deno.test("the 65th connection is refused, naming the limit, unless an option raises it", async () => {
  await using served = await Served.start();
  const opened = await Promise.all(Array.from({ length: 64 }, () => served.open()));
  await rejects(served.open(), {
    code: "Transport",
    message: "Cannot accept connection: maxConnections 64 are open; close one, or raise the limit",
  });
  await Promise.all(opened.map((one) => one[Symbol.asyncDispose]()));
});
