import { match, ok, rejects, strictEqual } from "node:assert/strict";
import { askSideBySide, growthOf } from "../../packages/wire/testing/many_sessions.ts";
import { Served, valuesFor } from "./testing/served.ts";

/** The memory that two more rounds may leave: 200 leaked sessions would take more. */
const MAX_GROWTH_BYTES = 4 * 1_048_576;

Deno.test("100 sessions on 100 connections are all answered, none waits for another one's last, and nothing stays", async () => {
  // The driver may not have noticed yet that connections of an earlier round have ended.
  await using served = await Served.start({ limits: { maxConnections: 300, maxStrangers: 300 } });
  const values = valuesFor(served.server);
  // A command that blocks for a moment, then one that returns the number.
  const sql = (number: number): string => `BLPOP none 0.02\nECHO ${number}`;
  const round = () => askSideBySide({ socketId: served.socket, values, sql });
  const { answers, allBegunAfter, firstDoneAfter } = await round();
  strictEqual(answers, 1_000);
  ok(allBegunAfter <= firstDoneAfter, `all begun after ${allBegunAfter}, first done after ${firstDoneAfter}`);
  const growth = await growthOf(round);
  ok(growth < MAX_GROWTH_BYTES, `${growth} bytes more`);

  match(String((await served.rows("INFO clients"))[0]![0]), /\r\nconnected_clients:1\r\n/);
});

Deno.test("the 65th connection is refused, naming the limit, unless an option raises it", async () => {
  await using served = await Served.start();
  const clients = await Promise.all(Array.from({ length: 63 }, () => served.connect()));
  await rejects(served.connect(), {
    code: "Transport",
    message: "Cannot accept connection: maxConnections 64 are open; close one, or raise the limit",
  });
  for (const client of clients) client.close();
  await Promise.all(clients.map((client) => client.closed));
});
