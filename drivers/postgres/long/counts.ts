/**
 * The longer counts of the PostgreSQL driver, run by `deno task test:long`.
 *
 * @module
 */
import { testCancels, testManySessions } from "../../../tests/long/counts.ts";
import { openSubject } from "../bench/subject.ts";
import { PASSWORD } from "../testing/postgres_server.ts";
import { Served } from "../testing/served.ts";

Deno.test("PostgreSQL: 5,000 cancels", () => testCancels(openSubject, 5_000));

Deno.test("PostgreSQL: 100 x 100 sessions", async () => {
  await using served = await Served.start({ maxConnections: 300, maxStrangers: 300 });
  const values = { host: "127.0.0.1", port: String(served.server.port), password: PASSWORD };
  const sql = (number: number): string => `SELECT ${number} FROM pg_sleep(0.02)`;
  await testManySessions({ socketId: served.socket, values, sql }, 100);
});
