import { deepStrictEqual, ok, rejects, strictEqual } from "node:assert/strict";
import { connect, listen } from "@fluxwire/transport";
import { driver as planets } from "../../../examples/minimal/main.ts";
import { defineDriver, type Driver } from "../driver.ts";
import { form } from "../form.ts";
import { createLog } from "../log.ts";
import type { Session } from "../methods/session.ts";
import { FreshSocket } from "./fresh_socket.ts";
import { ManualClock, ServedDriver, TRANSPORTS } from "./mod.ts";

function driverOf(session: Session): Driver {
  return defineDriver({ ...planets.definition, form: form({}), open: () => session });
}

/** A statement that runs until it is ended, and signals its start. */
function endless(): { session: Session; begun: Promise<void> } {
  const { promise: begun, resolve } = Promise.withResolvers<void>();
  const execute: Session["execute"] = (_, { signal }) => {
    resolve();
    return new Promise((_, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
  };
  return { session: { execute }, begun };
}

for (const over of TRANSPORTS) {
  Deno.test(`ServedDriver.open() opens sessions, each on a connection of its own, over ${over}`, async () => {
    await using served = await ServedDriver.start(planets, { over });
    const [sol, old] = [await served.open({ star: "Sol" }), await served.open({}, { layout: "0.4" })];
    strictEqual((await sol.execute({ sql: "SELECT 1" })).rows.length, 3);
    for (const [session, name] of [[sol, "Sol"], [old, "Sun"]] as const) {
      const { structure } = await session.schema();
      deepStrictEqual(structure.type === "Relational" && structure.schemas.map(({ name }) => name), [name]);
    }
  });

  Deno.test(`one connection cancels what another one runs, over ${over}`, async () => {
    const { session, begun } = endless();
    await using served = await ServedDriver.start(driverOf(session), { over });
    const running = await served.open();
    const other = await served.connect();
    const cancelled = rejects(running.execute({ sql: "SELECT 1" }), { code: "Cancelled" });
    await begun;
    await other.call({ type: "CancelActive" }, { sessionId: running.id });
    await cancelled;
  });

  Deno.test(`ServedDriver's clock moves the deadlines of both ends, over ${over}`, async () => {
    const clock = new ManualClock();
    await using served = await ServedDriver.start(driverOf(endless().session), { over, clock });
    const session = await served.open();
    const onDriver = rejects(session.execute({ sql: "x", statementTimeoutMs: 60_000 }), { code: "Timeout" });
    const here = rejects(session.execute({ sql: "x" }, { timeoutMs: 61_000 }), {
      name: "ConnectionError",
      code: "Timeout",
    });
    await clock.timer(60_000);
    clock.advance(60_000);
    await onDriver;
    clock.advance(1_000);
    await here;
  });

  Deno.test(`disposing a ServedDriver waits until its sessions have closed, over ${over}`, async () => {
    const order: string[] = [];
    const [closing, released] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const driver = driverOf({
      close: async () => {
        closing.resolve();
        await released.promise;
        order.push("session closed");
      },
    });
    const served = await ServedDriver.start(driver, { over });
    const client = await served.connect();
    await client.open();
    client.close();
    await closing.promise;
    const disposed = served[Symbol.asyncDispose]().then(() => order.push("driver disposed"));
    for (let turn = 0; turn < 20; turn++) await new Promise((resolve) => setTimeout(resolve, 0));
    released.resolve();
    await disposed;
    deepStrictEqual(order, ["session closed", "driver disposed"]);
  });

  Deno.test(`ServedDriver keeps to its token and limits and writes its log, over ${over}`, async () => {
    const lines: string[] = [];
    const log = createLog("debug", (line) => lines.push(line));
    await using served = await ServedDriver.start(planets, {
      over,
      log,
      expectedToken: "secret",
      limits: { maxSessions: 1 },
    });
    await rejects(served.connect({ token: "wrong" }), { code: "InvalidRequest" });
    const client = await served.connect({ token: "secret" });
    await client.open();
    await rejects(client.open(), /maxSessions 1 are open/);
    ok(lines.some((line) => line.includes("client connected")));
  });
}

Deno.test("disposing a ClientSession closes it, also after its end", async () => {
  let closed = 0;
  await using served = await ServedDriver.start(driverOf({ close: () => void closed++ }));
  const client = await served.connect();
  {
    await using _session = await client.open();
  }
  strictEqual(closed, 1);
  {
    await using session = await client.open();
    await session.close();
  }
  strictEqual(closed, 2);
  await using _last = await client.open();
  client.close();
  await client.closed;
});

Deno.test("disposing a ClientSession throws if it cannot close", async () => {
  const driver = driverOf({
    close: () => {
      throw new Error("the file is stuck");
    },
  });
  await using served = await ServedDriver.start(driver);
  const session = await served.open();
  await rejects(async () => {
    await using _session = session;
  }, { code: "Internal" });
});

Deno.test("FreshSocket is a file on systems without abstract names, and leaves nothing", async () => {
  let id: string;
  {
    await using socket = await FreshSocket.make("darwin");
    id = socket.id;
    const listener = await listen(id);
    const client = await connect(id);
    (await listener.accept())?.close();
    client.close();
    listener.close();
  }
  await rejects(Deno.stat(id.slice(0, id.lastIndexOf("/"))), Deno.errors.NotFound);
});
