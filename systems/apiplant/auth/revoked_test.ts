import { equal } from "node:assert/strict";
import { ManualClock } from "@fluxwire/transport";
import { refused } from "../http/testing/refused.ts";
import { Served } from "../http/testing/served.ts";
import { SseReader } from "../http/testing/sse.ts";
import { MemoryEventStorage } from "../storage/memory/event_storage.ts";
import { keyFor, REQUIRED } from "./testing/surfaces.ts";

const OPEN = { rules: { subscribe: "user" } };

/** A stream of a key. */
const streamOf = (server: Served, key: string) =>
  SseReader.open(`${server.serving.url}/events`, { authorization: `Bearer ${key}` });

async function ended(reader: SseReader): Promise<void> {
  while (await reader.next() !== null);
  equal(reader.comments.at(-1), "the credentials have ended");
}

Deno.test("a revoked key ends its streams and long polls at once, and those of others go on", async () => {
  await using server = await Served.start({ config: REQUIRED });
  await server.define("post", {}, OPEN);
  const ann = await keyFor(server, "ann"), bob = await keyFor(server, "bob");
  await using one = await streamOf(server, ann);
  await using other = await streamOf(server, bob);
  const since = server.core.state.seq, poll = server.ask(`/events?since=${since}&models=post&wait=60s`, { key: ann });
  // The poll, and the request that asks.
  const running = async () => (await server.ask("/admin/metrics", { key: server.adminKey })).text;
  while (!/^apiplant_http_requests_running 2$/m.test(await running()));
  await server.ask("/auth/keys/ann", { method: "DELETE", key: server.adminKey });
  await ended(one);
  refused(await poll, 401, "unauthenticated");
  await server.create("post", {});
  equal((await other.next())!.event, "instance.created");
});

Deno.test("a stream ends when its key expires, and when the grace of a secret before its rotation is over", async () => {
  const clock = new ManualClock();
  await using server = await Served.start({ config: REQUIRED, clock });
  await server.define("post", {}, OPEN);
  const expiresAt = new Date(clock.now() + 3_000).toISOString();
  const soon = (await server.ask("/auth/keys", { body: { id: "soon", expiresAt }, key: server.adminKey })).body
    .key as string;
  const rotated = await keyFor(server, "rotated");
  await using first = await streamOf(server, soon);
  await using second = await streamOf(server, rotated);
  clock.advance(3_000);
  await ended(first);
  await server.ask("/auth/keys/rotated/rotate", { body: { grace: "2s" }, key: server.adminKey });
  clock.advance(2_000);
  await ended(second);
});

Deno.test("servers of one log share keys: what one makes is good at the other, and what one revokes ends there", async () => {
  const log = new MemoryEventStorage();
  const shared = new Proxy(log, {
    get(target, name) {
      if (name === "info") return () => ({ ...target.info(), shared: true });
      const value = Reflect.get(target, name);
      return typeof value === "function" ? value.bind(target) : value;
    },
  });
  await using one = await Served.start({ config: REQUIRED, log: shared });
  await using other = await Served.start({ config: REQUIRED, log: shared });
  equal(other.adminKey, null, "the first server made the key that may do everything");
  await one.define("post", {}, OPEN);
  const key = await keyFor(one, "ann");
  await other.core.applied(one.core.state.seq, AbortSignal.timeout(20_000));
  await using reader = await streamOf(other, key);
  await one.ask("/auth/keys/ann", { method: "DELETE", key: one.adminKey });
  await ended(reader);
  refused(await other.ask("/auth/me", { key }), 401, "unauthenticated");
});
