/**
 * The longer counts of the Redis driver, run by `deno task test:long`.
 *
 * @module
 */
import { testCancels, testManySessions } from "../../../tests/long/counts.ts";
import { openSubject } from "../bench/subject.ts";
import { Served, valuesFor } from "../testing/served.ts";

Deno.test("Redis: 5,000 cancels", () => testCancels(openSubject, 5_000));

Deno.test("Redis: 100 x 100 sessions", async () => {
  await using served = await Served.start({ limits: { maxConnections: 300, maxStrangers: 300 } });
  const sql = (number: number): string => `BLPOP none 0.02\nECHO ${number}`;
  await testManySessions({ socketId: served.socket, values: valuesFor(served.server), sql }, 100);
});
