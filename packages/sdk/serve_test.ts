import { deepStrictEqual, rejects } from "node:assert/strict";
import { ManualClock, MemoryListener } from "@fluxwire/transport";
import { openClient } from "@fluxwire/wire/client";
import { defineDriver, type Driver } from "./driver.ts";
import { form } from "./form.ts";
import { createLog } from "./log.ts";
import type { Session } from "./methods/session.ts";
import { serve } from "./serve.ts";

function driverOf(session: Session): Driver {
  return defineDriver({
    id: "test",
    name: "Test",
    version: "1.0.0",
    description: "For tests",
    kind: "SQLite",
    category: "Relational",
    queryLanguage: "Sql",
    uriScheme: "test",
    form: form({}),
    open: () => session,
  });
}

/** A served driver with one open session, on a stopped clock. */
async function served(session: Session) {
  const clock = new ManualClock(), socket = new MemoryListener();
  const serving = await serve(driverOf(session), { socket, clock, log: createLog("error", () => {}) });
  const client = await openClient(socket.connect());
  return { clock, serving, client, session: await client.open() };
}

Deno.test("Serving.close() waits for the calls that run, refuses new ones, then closes sessions", async () => {
  const events: string[] = [], running = Promise.withResolvers<void>(), answer = Promise.withResolvers<void>();
  const { serving, client, session } = await served({
    async execute({ sql }) {
      running.resolve();
      await answer.promise;
      events.push(`ran ${sql}`);
      return { affectedRows: 1 };
    },
    close: () => void events.push("closed"),
  });
  const call = session.execute({ sql: "slow" });
  await running.promise;
  const closing = serving.close();
  await rejects(session.execute({ sql: "new" }), {
    code: "Transport",
    message: "Driver is shutting down",
    retriable: true,
  });
  answer.resolve();
  deepStrictEqual((await call).affectedRows, 1n);
  await closing;
  deepStrictEqual(events, ["ran slow", "closed"]);
  await client.closed;
});

Deno.test("Serving.close() ends a call that takes longer than drainTimeoutMs, with an answer", async () => {
  const running = Promise.withResolvers<AbortSignal>();
  const { clock, serving, client, session } = await served({
    execute: (_, { signal }) => {
      running.resolve(signal);
      return new Promise((resolve) => signal.addEventListener("abort", () => resolve(undefined)));
    },
  });
  const call = rejects(session.execute({ sql: "slow" }), {
    code: "Transport",
    message: "Driver is shutting down; it may have been carried out: look before you send it again",
  });
  const signal = await running.promise;
  const closing = serving.close();
  await clock.timer(500);
  deepStrictEqual(signal.aborted, false);
  clock.advance(500);
  await call;
  await closing;
  await client.closed;
});

Deno.test("serve() refuses an empty token", async () => {
  await rejects(serve(driverOf({}), { socket: new MemoryListener(), token: "" }), {
    name: "TypeError",
    message: "Cannot serve driver: the token is empty; give one, or null",
  });
});

Deno.test("serve() reads an undefined limit as its default, and refuses values that are not limits", async () => {
  const socket = new MemoryListener(), log = createLog("error", () => {});
  await using _serving = await serve(driverOf({}), {
    socket,
    log,
    limits: { maxConnections: undefined, maxSessions: 1 },
  });
  await using client = await openClient(socket.connect());
  await client.open();
  await rejects(client.open(), /maxSessions 1 are open/);
  for (const maxSessions of [0, -1, NaN]) {
    await rejects(serve(driverOf({}), { socket: new MemoryListener(), limits: { maxSessions } }), {
      name: "RangeError",
      message: `Cannot serve driver: limit maxSessions is ${maxSessions}; give a number above 0, or leave it out`,
    });
  }
});

Deno.test("an undefined limit cannot remove the default", async () => {
  const socket = new MemoryListener(), log = createLog("error", () => {});
  await using _serving = await serve(driverOf({}), { socket, log, limits: { maxSessions: undefined } });
  await using client = await openClient(socket.connect());
  for (let i = 0; i < 64; i++) await client.open();
  await rejects(client.open(), /maxSessions 64 are open/);
});
