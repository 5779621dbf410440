import { equal, match } from "node:assert/strict";
import { ManualClock } from "@fluxwire/transport";
import { Reach } from "../hooks/testing/reach.ts";
import { refused } from "../http/testing/refused.ts";
import { Served } from "../http/testing/served.ts";
import { SseReader } from "../http/testing/sse.ts";
import { MemoryEventStorage } from "../storage/memory/event_storage.ts";
import { Authenticator, KEYS_AGE_MS, MAX_KEYS_AGE_MS } from "./authenticator.ts";
import { KeyRing } from "./keys/key_ring.ts";
import { keyFor, REQUIRED } from "./testing/surfaces.ts";

const OPEN = { rules: { subscribe: "user" } };

const streamOf = (server: Served, key: string) =>
  SseReader.open(`${server.serving.url}/events`, { authorization: `Bearer ${key}` });

async function ended(reader: SseReader): Promise<void> {
  while (await reader.next() !== null);
  equal(reader.comments.at(-1), "the credentials have ended");
}

/** The keys as another server changes them whose events are lost. */
async function ringOf(log: MemoryEventStorage): Promise<KeyRing> {
  const ring = new KeyRing(log);
  await ring.load();
  return ring;
}

for (
  const [name, change] of [
    ["revoked", (ring: KeyRing) => ring.revoke("ann")],
    ["rotated", (ring: KeyRing) => ring.rotate("ann", 0, 0)],
    ["made anew", async (ring: KeyRing) => {
      await ring.revoke("ann");
      await ring.create({ id: "ann", scopes: [], expiresAt: null }, 0);
    }],
  ] as const
) {
  Deno.test(`a key that was ${name} without an event ends its streams and long polls at the next reading of the keys`, async () => {
    const clock = new ManualClock(), log = new MemoryEventStorage();
    await using server = await Served.start({ config: REQUIRED, clock, log });
    await server.define("post", {}, OPEN);
    const ann = await keyFor(server, "ann"), bob = await keyFor(server, "bob");
    await using one = await streamOf(server, ann);
    await using other = await streamOf(server, bob);
    const since = server.core.state.seq, poll = server.ask(`/events?since=${since}&wait=59s`, { key: ann });
    await clock.timer(59_000);
    await change(await ringOf(log));
    clock.advance(KEYS_AGE_MS);
    await ended(one);
    refused(await poll, 401, "unauthenticated");
    refused(await server.ask("/auth/me", { key: ann }), 401, "unauthenticated");
    await server.create("post", {});
    equal((await other.next())!.event, "instance.created");
  });
}

Deno.test("while the keys cannot be read, keys are good for a minute and their streams go on; then they end", async () => {
  const clock = new ManualClock(), reach = new Reach(new MemoryEventStorage());
  await using server = await Served.start({ config: REQUIRED, clock, log: reach.storage });
  await server.define("post", {}, OPEN);
  const key = await keyFor(server, "ann");
  await using reader = await streamOf(server, key);
  reach.isOut = true;
  clock.advance(MAX_KEYS_AGE_MS - 1);
  equal((await server.ask("/auth/me", { key })).status, 200);
  const { text } = await server.ask("/admin/metrics", { key: server.adminKey });
  match(text, /^apiplant_streams 1$/m);
  clock.advance(1 + KEYS_AGE_MS);
  await ended(reader);
  refused(await server.ask("/auth/me", { key }), 503, "storage");
  equal((await server.ask("/health/live")).status, 200);
  reach.isOut = false;
  clock.advance(KEYS_AGE_MS);
  equal((await server.ask("/auth/me", { key })).status, 200);
});

Deno.test("with the last stream of keys, the server stops to read them", async () => {
  const clock = new ManualClock();
  await using server = await Served.start({ config: REQUIRED, clock });
  await server.define("post", {}, OPEN);
  const key = await keyFor(server, "ann");
  const waiting = () => [...clock.timers.values()].filter(({ delayMs }) => delayMs === KEYS_AGE_MS).length;
  const before = waiting();
  const since = server.core.state.seq, poll = server.ask(`/events?since=${since}&wait=59s`, { key });
  await clock.timer(59_000);
  equal(waiting(), before + 1);
  await server.create("post", {});
  equal((await poll).status, 200);
  equal(waiting(), before);
});

Deno.test("credentials that have ended before they are watched end at once, and leave no timer", async () => {
  const clock = new ManualClock(),
    auth = await Authenticator.open(
      { mode: "required", oidc: null },
      new MemoryEventStorage(),
      clock,
    );
  const { text } = await auth.keys.create({ id: "ann", scopes: [], expiresAt: null }, clock.now());
  const caller = await auth.callerOf(`Bearer ${text}`, "192.0.2.1"), before = clock.timers.size;
  await auth.keys.revoke("ann");
  let ended = 0;
  auth.watch(caller, () => ended++);
  equal(ended, 1);
  equal(clock.timers.size, before);
});
