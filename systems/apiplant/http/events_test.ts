import { deepStrictEqual, equal, match, ok, rejects } from "node:assert/strict";
import { ManualClock } from "@fluxwire/transport";
import type { Sight } from "../auth/sees.ts";
import type { JsonObject } from "../json/json.ts";
import { modelRules } from "../model/rules.ts";
import { MemoryEventStorage } from "../storage/memory/event_storage.ts";
import { EventStream, MAX_BEHIND } from "../stream/stream.ts";
import { Feed } from "../stream/feed.ts";
import { Hub } from "../stream/hub.ts";
import { EventValues } from "../stream/values.ts";
import { HiddenFields } from "../stream/view.ts";
import type { Event } from "../event/event.ts";
import type { Reader } from "../state/reader.ts";
import { App } from "./app.ts";
import { respond } from "./respond.ts";
import { ROUTES } from "./routes.ts";
import { serverParts } from "./server.ts";
import { StaticFiles } from "./static.ts";
import { Served } from "./testing/served.ts";
import { SseReader } from "./testing/sse.ts";

const FIELDS: JsonObject = { n: { type: "Int" }, secret: { type: "String", hidden: true } };

Deno.test("G8: a reader that is cut again and again, while others write, gets every event once and in order", async () => {
  await using server = await Served.start();
  await server.define("post", FIELDS);
  const total = 300, seqs: number[] = [];
  const writing = (async () => {
    for (let n = 0; n < total; n++) await server.create("post", { n, secret: "s" });
  })();
  let last = 0;
  while (seqs.length < total + 1) {
    const headers: Record<string, string> = last === 0 ? {} : { "last-event-id": String(last) };
    await using reader = await SseReader.open(`${server.serving.url}/events?since=0`, headers);
    for (const { id, event, data } of await reader.take(Math.min(1 + seqs.length % 40, total + 1 - seqs.length))) {
      equal(event, (data as JsonObject).kind);
      equal(id, String((data as JsonObject).seq));
      ok(!JSON.stringify(data).includes("secret") || event === "model.created");
      last = Number(id);
      seqs.push(last);
    }
  }
  await writing;
  deepStrictEqual(seqs, Array.from({ length: total + 1 }, (_, at) => at + 1));
});

Deno.test("a stream starts now without a place, and says how to come back", async () => {
  await using server = await Served.start();
  await server.define("post", FIELDS);
  await using reader = await SseReader.open(`${server.serving.url}/events`);
  equal(reader.response.headers.get("content-type"), "text/event-stream; charset=utf-8");
  await server.create("post", { n: 1 });
  const [first] = await reader.take(1);
  deepStrictEqual([first!.id, first!.event], ["2", "instance.created"]);
});

Deno.test("a stream shows only what its reader asks for", async () => {
  await using server = await Served.start();
  await server.define("post", FIELDS, { idKind: "any" });
  await server.define("note", FIELDS, { idKind: "any" });
  for (const id of ["a", "b"]) {
    await server.create("post", { id });
    await server.create("note", { id });
    await server.ask(`/models/post/instances/${id}`, { method: "DELETE" });
  }
  const read = async (query: string, count: number) => {
    await using reader = await SseReader.open(`${server.serving.url}/events?since=0&${query}`);
    return (await reader.take(count)).map(({ id }) => Number(id));
  };
  deepStrictEqual(await read("models=note", 3), [2, 4, 7]);
  deepStrictEqual(await read("kinds=instance.deleted,model.created", 4), [1, 2, 5, 8]);
  deepStrictEqual(await read("instance=b&models=post", 2), [6, 8]);
  for (const query of ["models=A", "kinds=x", "since=-1", "wait=1s", "limit=5", "snapshot=maybe", "x=1"]) {
    await rejects(SseReader.open(`${server.serving.url}/events?${query}`), /"code":"query"/, query);
  }
  equal((await server.ask("/events?snapshot=true")).status, 400);
});

Deno.test("a place ahead of the log is waited for, then refused: it may be of another log", async () => {
  const clock = new ManualClock();
  await using server = await Served.start({ clock });
  const early = SseReader.open(`${server.serving.url}/events`, { "last-event-id": "1" });
  await clock.timer(5_000);
  await server.define("post", FIELDS);
  await using reader = await early;
  await server.create("post", { n: 1 });
  equal((await reader.take(1))[0]!.id, "2");
  const asked = server.ask("/events?since=99");
  await clock.timer(5_000);
  clock.advance(5_000);
  const { status, body } = await asked;
  deepStrictEqual([status, body.error!.code], [400, "query"]);
});

Deno.test("a stream with a snapshot sends every instance, then the events behind it; only its last frame has an id", async () => {
  await using server = await Served.start();
  await server.define("post", FIELDS, { idKind: "any" });
  for (let at = 0; at < 600; at++) await server.create("post", { id: `i${at}`, n: at, secret: "s" });
  await using reader = await SseReader.open(`${server.serving.url}/events?snapshot=true&models=post`);
  const frames = await reader.take(601);
  ok(frames.every(({ event, id }, at) => event === "snapshot" && id === (at === 600 ? "601" : null)));
  deepStrictEqual(frames[600]!.data, { seq: 601, items: 600 });
  equal(new Set(frames.slice(0, 600).map(({ data }) => ((data as JsonObject).instance as JsonObject).id)).size, 600);
  ok(!JSON.stringify(frames).includes("secret"));
  await server.create("post", { id: "new" });
  equal((await reader.take(1))[0]!.id, "602");
  await using resumed = await SseReader.open(`${server.serving.url}/events?snapshot=true`, { "last-event-id": "601" });
  deepStrictEqual((await resumed.take(1)).map(({ id, event }) => [id, event]), [["602", "instance.created"]]);
});

Deno.test("streams end with a line that says so when the server stops", async () => {
  const server = await Served.start();
  await using reader = await SseReader.open(`${server.serving.url}/events`);
  await server[Symbol.asyncDispose]();
  equal(await reader.next(), null);
  deepStrictEqual(reader.comments, ["the server stops"]);
});

/** A reader that may see everything. */
const ALL: Sight = { looks: false, sees: () => true };

/** A feed with a hub, into which a test publishes. */
async function parts(clock: ManualClock) {
  const feed = new Feed(new MemoryEventStorage(), 0);
  const state = { models: () => [], model: () => null } as unknown as Reader;
  const hidden = await HiddenFields.load(state),
    values = new EventValues(
      { log: new MemoryEventStorage(), state, opened: (event) => event },
      modelRules({ pageMax: 1 }),
    );
  const hub = new Hub(feed, hidden, values);
  let seq = 0;
  const publish = async (count: number, size = 10) => {
    feed.publish(Array.from({ length: count }, () => ({
      seq: ++seq,
      kind: "config.updated",
      model: seq % 2 === 0 ? "even" : "odd",
      payload: "x".repeat(size),
    } as unknown as Event)));
    while (hub.seq < seq) await Promise.resolve();
  };
  return { feed, hub, hidden, clock, publish };
}

const text = new TextDecoder();

Deno.test("a reader that has caught up and falls 1,000 events or 1 MiB behind is cut, with a last event that says so", async () => {
  const clock = new ManualClock();
  for (const [count, size] of [[MAX_BEHIND + 2, 1], [5, 300_000]] as const) {
    const own = await parts(clock);
    let ended = 0;
    const stream = new EventStream(own, {
      since: 0,
      wanted: () => true,
      sight: ALL,
      view: "whole",
      onEnd: () => ended++,
    });
    await own.publish(1);
    await own.publish(count, size);
    equal(ended, 1);
    const chunks = await Array.fromAsync(stream.readable);
    match(text.decode(chunks.at(-1)), /^event: lagging\n/);
    ok(chunks.length <= 4, `${chunks.length}`);
    await own.hub.close();
  }
});

Deno.test("a reader that keeps up is not cut, however much it gets", async () => {
  const own = await parts(new ManualClock());
  const stream = new EventStream(own, { since: 0, wanted: () => true, sight: ALL, view: "whole", onEnd: () => {} });
  const reader = stream.readable.getReader();
  let seen = "";
  await own.publish(1);
  for (let round = 0; round < 8; round++) {
    await own.publish(500, 1_000);
    while (!seen.endsWith(`id: ${500 * (round + 1) + 1}\nevent`)) {
      const { value } = await reader.read();
      seen = (seen + text.decode(value)).replace(/[^]*(id: \d+\nevent)[^]*$/, "$1");
    }
  }
  await reader.cancel();
  await own.hub.close();
});

Deno.test("a silent stream moves its reader's place on every 5 s, and shows every 15 s that it is alive", async () => {
  const clock = new ManualClock(), own = await parts(clock);
  const stream = new EventStream(own, {
    since: 0,
    wanted: ({ model }) => model === "even",
    sight: ALL,
    view: "whole",
    onEnd: () => {},
  });
  const reader = stream.readable.getReader(), read = async () => text.decode((await reader.read()).value);
  equal(await read(), "retry: 2000\n\n");
  await own.publish(1);
  clock.advance(5_000);
  equal(await read(), "id: 1\nevent: skip\n\n");
  await own.publish(2);
  match(await read(), /^id: 2\nevent: config\.updated\n/);
  clock.advance(5_000);
  equal(await read(), "id: 3\nevent: skip\n\n");
  clock.advance(5_000);
  equal(await read(), ": alive\n\n");
  await reader.cancel();
  await own.hub.close();
});

Deno.test("a server has at most 1,000 streams, and each gets every event", async () => {
  await using served = await Served.start();
  const server = await serverParts(served.core, served.config), stopping = new AbortController().signal;
  const responder = { server, app: new App(ROUTES), files: new StaticFiles("/nonexistent"), stopping, tls: false };
  let count = 0;
  // No client has more than its part of them.
  const open = () => {
    const request = new Request("http://localhost/events", { headers: { accept: "text/event-stream" } });
    return respond(responder, request, () => `127.0.0.${count++ % 11}`);
  };
  const streams = await Promise.all(Array.from({ length: 1_000 }, open));
  ok(streams.every(({ status }) => status === 200));
  const refused = await open();
  deepStrictEqual([refused.status, refused.headers.get("retry-after"), (await refused.json()).error.code], [
    429,
    "5",
    "rate",
  ]);
  await served.define("post", FIELDS);
  await Promise.all(streams.map(async ({ body }) => {
    const reader = body!.getReader();
    let seen = "";
    while (!seen.includes("id: 1\n")) seen += text.decode((await reader.read()).value);
    await reader.cancel();
  }));
  equal(server.streams.size, 0);
  equal((await open()).status, 200);
  for (const stream of server.streams) stream.stop("the end");
  server.running.close();
  await server.hub.close();
});
