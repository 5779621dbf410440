import { deepStrictEqual, equal } from "node:assert/strict";
import { ManualClock } from "@fluxwire/transport";
import { Served } from "../http/testing/served.ts";
import type { JsonObject } from "../json/json.ts";
import { MemoryEventStorage } from "../storage/memory/event_storage.ts";
import { MemorySecureStorage } from "../storage/memory/secure_storage.ts";
import type { EventStorageInfo } from "../storage/roles.ts";
import { LOOK_MS } from "./ownership.ts";
import { Receiver } from "./testing/receiver.ts";

class SharedLog extends MemoryEventStorage {
  override info(): EventStorageInfo {
    return { ...super.info() as EventStorageInfo, shared: true };
  }
}

/** A server of a shared log, with its own clock. */
async function start(log: SharedLog, secure: MemorySecureStorage): Promise<{ server: Served; clock: ManualClock }> {
  const clock = new ManualClock(Date.now());
  const server = await Served.start({ log, secure, clock, config: "[webhooks]\nallow-private = true" });
  return { server, clock };
}

/** Lets a server look at its lease and at the list of webhooks. */
async function look(clock: ManualClock): Promise<void> {
  await clock.timer(LOOK_MS);
  clock.advance(LOOK_MS);
}

Deno.test("one of several servers sends what all of them append, and another goes on when it ends", async () => {
  await using receiver = new Receiver();
  const log = new SharedLog(), secure = new MemorySecureStorage();
  const one = await start(log, secure), other = await start(log, secure);
  await using _ = other.server;
  try {
    await one.server.define("post", {}, { idKind: "any" });
    // Defined where nothing is sent: the server that sends reads the event of it.
    const { body: { id } } = await other.server.ask("/webhooks", {
      body: { url: receiver.url },
      headers: { "x-min-seq": "1" },
    });
    await other.server.create("post", { id: "a" });
    equal((await receiver.take()).instance, "a");
    await one.server.create("post", { id: "b" });
    equal((await receiver.take(500)).instance, "b");
    deepStrictEqual((await other.server.ask(`/webhooks/${id}`)).status, 200);
  } finally {
    await one.server[Symbol.asyncDispose]();
  }
  await look(other.clock);
  // Its time has not come there: the clocks of the servers are their own.
  other.clock.advance(10_000);
  equal((await receiver.take()).instance, "b");
  await other.server.create("post", { id: "c" });
  equal((await receiver.take()).instance, "c");
  const { items } = (await other.server.ask("/webhooks")).body;
  equal((items as JsonObject[]).length, 1);
  equal(receiver.count, 4);
});

Deno.test("a server that sends learns of changes on another by their events: no clock has to go on", async () => {
  await using receiver = new Receiver();
  const log = new SharedLog(), secure = new MemorySecureStorage();
  const one = await start(log, secure), other = await start(log, secure);
  await using _one = one.server;
  await using _other = other.server;
  await one.server.define("post", {}, { idKind: "any" });
  const headers = { "x-min-seq": "1" }, body = { url: receiver.url };
  const { body: { id } } = await other.server.ask("/webhooks", { body, headers });
  const running = async () =>
    /^apiplant_webhooks_running (.*)$/m.exec((await one.server.ask("/admin/metrics")).text)![1];
  while (await running() !== "1");
  const signatures = async (instance: string) => {
    await other.server.create("post", { id: instance });
    const received = await receiver.next();
    received.answer(204);
    return received.headers["webhook-signature"]!.split(" ").length;
  };
  equal(await signatures("a"), 1);
  equal((await other.server.ask(`/webhooks/${id}/secret`, { method: "POST" })).status, 201);
  // Until the event of the new secret has come, it signs with the old one alone: then with both.
  for (let n = 0; await signatures(`b${n}`) !== 2; n++);
  await other.server.ask(`/webhooks/${id}`, { method: "PATCH", body: { enabled: false } });
  while (await running() !== "0");
  await other.server.ask(`/webhooks/${id}`, { method: "PATCH", body: { enabled: true } });
  while (await running() !== "1");
  await other.server.ask(`/webhooks/${id}`, { method: "DELETE" });
  while (await running() !== "0");
});
