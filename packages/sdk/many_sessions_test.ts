import { ok, rejects, strictEqual } from "node:assert/strict";
import { RpcError } from "@fluxwire/wire";
import { openClient } from "@fluxwire/wire/client";
import { connect } from "@fluxwire/transport";
import { askSideBySide, growthOf } from "../wire/testing/many_sessions.ts";
import { defineDriver } from "./driver.ts";
import { form } from "./form.ts";
import { createLog } from "./log.ts";
import { serve } from "./serve.ts";

/** The memory that two more rounds may leave: 200 leaked sessions would take more. */
const MAX_GROWTH_BYTES = 4 * 1_048_576;

let closed = 0;

/** A driver whose database takes a moment for each statement. */
const driver = defineDriver({
  id: "echo",
  name: "Echo",
  version: "1.0.0",
  description: "Gives statements back",
  kind: "SQLite",
  category: "Relational",
  queryLanguage: "Sql",
  uriScheme: "echo",
  form: form({}),
  open: () => ({
    async execute({ sql }) {
      await new Promise((resolve) => setTimeout(resolve, 1));
      return { rows: [[sql]] };
    },
    close: () => void closed++,
  }),
});

function freshSocket(): string {
  return `fluxwire-test-${crypto.randomUUID()}`;
}

Deno.test("100 sessions on 100 connections are all answered, none waits for another one's last, and nothing stays", async () => {
  const socket = freshSocket(), log = createLog("error", () => {});
  // The driver may not have noticed yet that connections of an earlier round have ended.
  await using _serving = await serve(driver, { socket, log, limits: { maxConnections: 200, maxStrangers: 200 } });
  const round = () => askSideBySide({ socketId: socket, sql: String });
  const { answers, allBegunAfter, firstDoneAfter } = await round();
  strictEqual(answers, 1_000);
  ok(allBegunAfter <= firstDoneAfter, `all begun after ${allBegunAfter}, first done after ${firstDoneAfter}`);
  const growth = await growthOf(round);
  ok(growth < MAX_GROWTH_BYTES, `${growth} bytes more`);

  strictEqual(closed, 500);
});

Deno.test("the 65th connection is refused by name where no option raises the limit, and one that leaves makes room", async () => {
  const socket = freshSocket();
  await using _serving = await serve(driver, { socket, log: createLog("error", () => {}) });
  const clients = await Promise.all(Array.from({ length: 64 }, async () => openClient(await connect(socket))));
  await rejects(
    async () => openClient(await connect(socket)),
    new RpcError(
      "Transport",
      "Cannot accept connection: maxConnections 64 are open; close one, or raise the limit",
      { retriable: true },
    ),
  );
  await clients[0]!.ping();
  clients[0]!.close();
  await clients[0]!.closed;
  clients[0] = await untilAccepted(socket);
  for (const client of clients) client.close();
  await Promise.all(clients.map((client) => client.closed));
});

/** Connects as soon as the driver has noticed that a connection ended. */
async function untilAccepted(socket: string) {
  for (;;) {
    try {
      return await openClient(await connect(socket));
    } catch (error) {
      if (!(error instanceof RpcError && error.code === "Transport")) throw error;
    }
  }
}
