/**
 * The longer counts of the SQLite driver, run by `deno task test:long`.
 *
 * @module
 */
import { createLog, serve } from "@fluxwire/sdk";
import { testCancels, testManySessions } from "../../../tests/long/counts.ts";
import { openSubject } from "../bench/subject.ts";
import { driver } from "../mod.ts";

Deno.test("SQLite: 300 cancels", () => testCancels(openSubject, 300));

Deno.test("SQLite: 3 x 100 sessions", async () => {
  const socketId = `fluxwire-test-${crypto.randomUUID()}`;
  const limits = { maxConnections: 300, maxStrangers: 300 };
  await using _serving = await serve(driver, { socket: socketId, limits, log: createLog("error", () => {}) });
  await testManySessions({ socketId, values: { path: ":memory:" }, sql: (number) => `SELECT ${number}` }, 3);
});
