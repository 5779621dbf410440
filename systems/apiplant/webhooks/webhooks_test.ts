import { deepStrictEqual, equal, match, ok, throws } from "node:assert/strict";
import { ManualClock } from "@fluxwire/transport";
import { Webhook } from "npm:standardwebhooks@1.0.0";
import { Served, type ServedOptions } from "../http/testing/served.ts";
import type { JsonObject } from "../json/json.ts";
import { MemoryEventStorage } from "../storage/memory/event_storage.ts";
import { MemorySecureStorage } from "../storage/memory/secure_storage.ts";
import { StorageError } from "../storage/roles.ts";
import { Receiver } from "./testing/receiver.ts";
import { DELAYS_MS } from "./schedule.ts";
import { ANSWER_MS } from "./send.ts";

const LOCAL = "[webhooks]\nallow-private = true";

async function served(options: ServedOptions = {}): Promise<Served> {
  const server = await Served.start({ config: LOCAL, ...options });
  if (server.core.state.model("post") === null) {
    const fields: JsonObject = { n: { type: "Int" }, secret: { type: "String", hidden: true } };
    await server.define("post", fields, { idKind: "any" });
    await server.define("note", { n: { type: "Int" } }, { idKind: "any" });
  }
  return server;
}

/** A server that sends to a receiver, and the webhook. */
async function sending(
  receiver: Receiver,
  options: ServedOptions = {},
  body: JsonObject = {},
): Promise<{ server: Served; webhook: JsonObject; path: string }> {
  const server = await served(options);
  const { status, body: webhook, text } = await server.ask("/webhooks", { body: { url: receiver.url, ...body } });
  equal(status, 201, text);
  return { server, webhook, path: `/webhooks/${webhook.id}` };
}

/** Asks until an answer is right: what a server does behind an answer takes a while. */
async function until(server: Served, path: string, isRight: (body: JsonObject) => boolean): Promise<JsonObject> {
  for (;;) {
    const { body } = await server.ask(path);
    if (isRight(body)) return body;
  }
}

/** Resolves when so many attempts have failed: then the message waits for its next one. */
async function failed(server: Served, count: number): Promise<void> {
  const right = new RegExp(`^apiplant_webhook_attempts_failed_total ${count}$`, "m");
  while (!right.test((await server.ask("/admin/metrics")).text));
}

Deno.test("messages are those of Standard Webhooks: its library verifies them, also by both secrets after a renewal", async () => {
  await using receiver = new Receiver();
  const { server, webhook, path } = await sending(receiver);
  await using _ = server;
  await server.create("post", { id: "a", n: 1, secret: "hidden" });
  const first = await receiver.next();
  first.answer(200);
  const message = new Webhook(webhook.secret as string).verify(first.body, first.headers) as JsonObject;
  const [event] = (await server.ask("/events?since=3")).body.items as JsonObject[];
  deepStrictEqual(message, { type: "instance.created", timestamp: event!.at!, data: event! });
  deepStrictEqual(event!.payload as JsonObject, { n: 1 });
  equal(first.headers["webhook-id"], event!.id);
  equal(first.headers["content-type"], "application/json");
  throws(() => new Webhook(webhook.secret as string).verify(`${first.body} `, first.headers), /No matching signature/);

  const { body: { secret } } = await server.ask(`${path}/secret`, { method: "POST" });
  await server.create("post", { id: "b" });
  const second = await receiver.next();
  second.answer(200);
  ok(secret !== webhook.secret);
  for (const one of [webhook.secret, secret]) new Webhook(one as string).verify(second.body, second.headers);
  equal(second.headers["webhook-signature"]!.split(" ").length, 2);
});

Deno.test("a webhook gets the events of its models and kinds, from its creation on", async () => {
  await using receiver = new Receiver();
  const { server } = await sending(receiver, {}, { models: ["post"], kinds: ["instance.updated", "instance.deleted"] });
  await using _ = server;
  for (const model of ["note", "post"]) {
    await server.create(model, { id: "a", n: 1 });
    await server.ask(`/models/${model}/instances/a`, { method: "PATCH", body: { n: 2 } });
    await server.ask(`/models/${model}/instances/a`, { method: "DELETE" });
  }
  const got = [await receiver.take(), await receiver.take()];
  deepStrictEqual(got.map(({ kind, model, seq }) => [kind, model, seq]), [
    ["instance.updated", "post", 8],
    ["instance.deleted", "post", 9],
  ]);
});

Deno.test("a message that is not taken is sent again by the schedule, then it is dead, and can be sent again", async () => {
  await using receiver = new Receiver();
  const clock = new ManualClock(Date.now());
  const { server, webhook, path } = await sending(receiver, { clock });
  await using _ = server;
  await server.create("post", { id: "a" });
  const ids = new Set<unknown>(), times: number[] = [];
  for (const delay of [...DELAYS_MS, null]) {
    const received = await receiver.next();
    ids.add(received.headers["webhook-id"]);
    times.push(Number(received.headers["webhook-timestamp"]));
    received.answer(delay === null ? 302 : 503, delay === null ? { location: receiver.url } : {});
    if (delay === null) break;
    await failed(server, times.length);
    clock.advance(delay);
  }
  equal(ids.size, 1);
  deepStrictEqual(times.slice(1).map((time, at) => (time - times[at]!) * 1_000), [...DELAYS_MS]);
  const { items: [dead], total } = await until(server, `${path}/dead`, ({ total }) => total === 1) as {
    items: JsonObject[];
    total: number;
  };
  deepStrictEqual([total, dead!.event, dead!.attempts, dead!.message], [
    1,
    [...ids][0],
    10,
    "It answered 302: redirects are not followed",
  ]);
  // The redirect led to the receiver itself: it was not followed.
  equal(receiver.count, 10);
  deepStrictEqual(server.records.map(({ code, event, attempt }) => [code, event, attempt]), [[
    "webhook_failed",
    dead!.event,
    10,
  ]]);
  const metrics = (await server.ask("/admin/metrics")).text;
  match(metrics, /^apiplant_webhook_attempts_failed_total 10$/m);
  match(metrics, /^apiplant_webhook_messages_dead_total 1$/m);

  const again = `${path}/dead/${dead!.event}`;
  const refused = server.ask(again, { method: "POST" });
  await receiver.take(500);
  deepStrictEqual([(await refused).status, (await refused).body.error!.code], [422, "hook_failed"]);
  const taken = server.ask(again, { method: "POST" });
  const received = await receiver.next();
  new Webhook(webhook.secret as string);
  received.answer(200);
  equal((await taken).status, 204);
  equal((await server.ask(again, { method: "POST" })).status, 404);
  match((await server.ask("/admin/metrics")).text, /^apiplant_webhook_messages_delivered_total 1$/m);
});

Deno.test("messages of one instance come in order, and those of others do not wait for them", async () => {
  await using receiver = new Receiver();
  const clock = new ManualClock(Date.now());
  const { server } = await sending(receiver, { clock });
  await using _ = server;
  await server.create("post", { id: "a", n: 1 });
  equal((await receiver.take(500)).seq, 4);
  await failed(server, 1);
  await server.ask("/models/post/instances/a", { method: "PATCH", body: { n: 2 } });
  await server.create("post", { id: "b" });
  equal((await receiver.take()).instance, "b");
  clock.advance(5_000);
  equal((await receiver.take()).seq, 4);
  equal((await receiver.take()).seq, 5);
});

Deno.test("a receiver may ask to wait longer, and to get nothing any more", async () => {
  await using receiver = new Receiver();
  const clock = new ManualClock(Date.now());
  const { server, path } = await sending(receiver, { clock });
  await using _ = server;
  await server.create("post", { id: "a" });
  await receiver.take(429, { "retry-after": "60" });
  await failed(server, 1);
  clock.advance(60_000);
  await receiver.take(410);
  const webhook = await until(server, path, ({ enabled }) => enabled === false);
  deepStrictEqual([webhook.seq, webhook.waiting], [4, 0]);
  equal((await server.ask(`${path}/dead`)).body.total, 1);
  // What comes meanwhile is sent when it is enabled again.
  await server.create("post", { id: "b" });
  await server.ask(path, { method: "PATCH", body: { enabled: true } });
  equal((await receiver.take()).instance, "b");
});

Deno.test("a server that starts again goes on with the messages that were not taken, and repeats no other", async () => {
  await using receiver = new Receiver();
  const log = new MemoryEventStorage(), secure = new MemorySecureStorage(), clock = new ManualClock(Date.now());
  {
    const { server, path } = await sending(receiver, { log, secure, clock });
    await using _ = server;
    await server.create("post", { id: "a" });
    await receiver.take(500);
    await failed(server, 1);
    await server.create("post", { id: "b" });
    await receiver.take(200);
    await until(server, path, ({ waiting }) => waiting === 1);
  }
  clock.advance(5_000);
  await using again = await served({ log, secure, clock });
  equal((await receiver.take()).instance, "a");
  await again.create("post", { id: "c" });
  equal((await receiver.take()).instance, "c");
  const [webhook] = (await again.ask("/webhooks")).body.items as JsonObject[];
  await until(again, `/webhooks/${webhook!.id}`, ({ seq, waiting }) => seq === 6 && waiting === 0);
  equal(receiver.count, 4);
});

Deno.test("the secret of a webhook is in secure storage and in the answer of its creation alone", async () => {
  await using receiver = new Receiver();
  const log = new MemoryEventStorage(), secure = new MemorySecureStorage();
  const own = `whsec_${new Uint8Array(24).fill(7).toBase64()}`;
  const { server, webhook, path } = await sending(receiver, { log, secure }, { secret: own });
  await using _ = server;
  equal(webhook.secret, own);
  const texts = [
    ...["", "/dead"].map(async (end) => (await server.ask(path + end)).text),
    ...["/webhooks", "/events?since=0", "/admin/metrics"].map(async (one) => (await server.ask(one)).text),
    ...["webhooks", `webhook/${webhook.id}`].map(async (name) => (await log.getRegister(name))!.value),
  ];
  ok((await Promise.all(texts)).every((text) => !text.includes(own.slice(8, 20))));
  const kept = await secure.get(`webhook/${webhook.id}`);
  ok(new TextDecoder().decode(kept!.value).includes(own));
  equal((await server.ask(path, { method: "DELETE" })).status, 204);
  equal(await secure.get(`webhook/${webhook.id}`), null);
});

Deno.test("a webhook is refused where secrets would be lost, and fails where its secret is gone", async () => {
  await using receiver = new Receiver();
  const secure = new MemorySecureStorage(), clock = new ManualClock(Date.now());
  await using lossy = await served({ webhooks: { losesSecrets: true } });
  const refused = await lossy.ask("/webhooks", { body: { url: receiver.url } });
  deepStrictEqual([refused.status, refused.body.error!.code], [422, "validation"]);
  match(String(refused.body.error!.message), /drivers\.secure/);
  const { server, webhook, path } = await sending(receiver, { secure, clock });
  await using _ = server;
  await secure.delete(`webhook/${webhook.id}`);
  await server.create("post", { id: "a" });
  await failed(server, 1);
  await server.ask(`${path}/secret`, { method: "POST" });
  clock.advance(5_000);
  equal((await receiver.take()).instance, "a");
});

Deno.test("when a receiver is back after many failures, all messages come at once, in the order of each instance", async () => {
  await using receiver = new Receiver();
  const clock = new ManualClock(Date.now());
  const { server, path } = await sending(receiver, { clock });
  await using _ = server;
  for (let n = 0; n < 16; n++) {
    await server.create("post", { id: `i${n}`, n: 0 });
    await receiver.take(503);
  }
  await server.ask("/models/post/instances/i0", { method: "PATCH", body: { n: 1 } });
  await failed(server, 16);
  await server.create("post", { id: "new" });
  equal((await receiver.take()).instance, "new");
  const got = [];
  for (let n = 0; n < 17; n++) got.push(await receiver.take());
  deepStrictEqual(new Set(got.map(({ instance }) => instance)).size, 16);
  deepStrictEqual(got.filter(({ instance }) => instance === "i0").map(({ seq }) => seq), [4, 20]);
  await until(server, path, ({ waiting }) => waiting === 0);
});

Deno.test("with 1,000 messages that wait the log is not read further, and is when they are taken", async () => {
  await using receiver = new Receiver();
  const clock = new ManualClock(Date.now());
  const { server, path } = await sending(receiver, { clock });
  await using _ = server;
  const ops = Array.from({ length: 100 }, (): JsonObject => ({ op: "create", model: "post", data: {} }));
  for (let round = 0; round < 11; round++) equal((await server.ask("/batch", { body: { ops } })).status, 200);
  const webhook = await until(server, path, ({ waiting }) => waiting === 1_000);
  equal(webhook.seq, 1_003);
  for (let taken = 0; taken < 1_100; taken++) await receiver.take();
  await until(server, path, ({ waiting, seq }) => waiting === 0 && seq === 1_103);
});

Deno.test("a message shows no value of a field that was hidden when its event came, and is gone when it is sent", async () => {
  await using receiver = new Receiver();
  const { server, path } = await sending(receiver, {}, { enabled: false, kinds: ["instance.created"] });
  await using _ = server;
  const patch = async (path: string, body: JsonObject) =>
    equal((await server.ask(path, { method: "PATCH", body })).status, 200);
  await patch("/models/post", { fields: { gone: { type: "String", hidden: true } } });
  await server.create("post", { id: "a", n: 1, gone: "planted" });
  await patch("/models/post", { fields: { gone: null }, migration: [{ drop: "gone" }] });
  await patch(path, { enabled: true });
  const { data } = JSON.parse((await receiver.next()).body);
  deepStrictEqual([data.instance, data.payload], ["a", { n: 1 }]);
});

Deno.test("a late message shows no value of a model that was deleted, whatever a later one of its name hides", async () => {
  await using receiver = new Receiver();
  const { server, path } = await sending(receiver, {}, { enabled: false, kinds: ["instance.created"] });
  await using _ = server;
  await server.create("post", { id: "a", secret: "planted" });
  equal((await server.ask("/models/post", { method: "DELETE" })).status, 204);
  await server.define("post", { secret: { type: "String" } }, { idKind: "any" });
  await server.create("post", { id: "b", secret: "shown" });
  equal((await server.ask(path, { method: "PATCH", body: { enabled: true } })).status, 200);
  const messages = [await receiver.next(), await receiver.next()].map(({ body }) => JSON.parse(body).data);
  const payloads = Object.fromEntries(messages.map(({ instance, payload }) => [instance, payload]));
  deepStrictEqual(payloads, { a: undefined, b: { secret: "shown" } });
});

Deno.test("a receiver that does not answer has 15 s", async () => {
  await using receiver = new Receiver();
  const clock = new ManualClock(Date.now());
  const { server, path } = await sending(receiver, { clock });
  await using _ = server;
  await server.create("post", { id: "a" });
  const first = await receiver.next();
  await clock.timer(ANSWER_MS);
  clock.advance(ANSWER_MS);
  await failed(server, 1);
  clock.advance(5_000);
  equal((await receiver.take()).instance, "a");
  await until(server, path, ({ waiting }) => waiting === 0);
  first.answer(200);
  match((await server.ask("/admin/metrics")).text, /^apiplant_webhook_attempts_failed_total 1$/m);
});

Deno.test("a message that is sent after an erasure has no personal data, one before it has", async () => {
  await using receiver = new Receiver();
  const clock = new ManualClock(Date.now());
  const { server } = await sending(receiver, { clock, secure: new MemorySecureStorage(), keepsSecrets: true });
  await using _ = server;
  await server.define("user", { name: { type: "String", personal: true } }, { idKind: "any" });
  await server.create("user", { id: "u", name: "Ada" });
  deepStrictEqual((await receiver.take(500)).payload, { name: "Ada" });
  await failed(server, 1);
  equal((await server.ask("/models/user/instances/u/erase", { method: "POST" })).status, 202);
  clock.advance(5_000);
  const again = await receiver.take();
  deepStrictEqual([again.kind, again.payload], ["instance.created", { name: null }]);
  equal((await receiver.take()).kind, "instance.erased");
});

Deno.test("webhooks that a storage keeps from starting are started again", async () => {
  await using receiver = new Receiver();
  const clock = new ManualClock(Date.now());
  class FailingLog extends MemoryEventStorage {
    fails = false;

    override getRegister(name: string): ReturnType<MemoryEventStorage["getRegister"]> {
      if (this.fails && name.startsWith("webhook/")) throw new StorageError("unavailable", "no answer");
      return super.getRegister(name);
    }
  }
  const log = new FailingLog(), { server, path } = await sending(receiver, { clock, log });
  await using _ = server;
  log.fails = true;
  equal((await server.ask(path, { method: "PATCH", body: { description: "x" } })).status, 503);
  deepStrictEqual(server.records.map(({ code, message }) => [code, message]), [[
    "storage",
    "Webhooks wait: no answer",
  ]]);
  await server.create("post", { id: "a" });
  log.fails = false;
  clock.advance(5_000);
  equal((await receiver.take()).instance, "a");
});
