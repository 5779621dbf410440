import { deepEqual, equal, rejects } from "node:assert/strict";
import { ManualClock } from "@fluxwire/transport";
import { HookedCore } from "../hooks/testing/hooked_core.ts";
import { Reach } from "../hooks/testing/reach.ts";
import { MemoryEventStorage } from "../storage/memory/event_storage.ts";

Deno.test("Log.follow() goes on when a storage that was out of reach is back", async () => {
  const log = new MemoryEventStorage(), clock = new ManualClock(), reach = new Reach(log);
  await using follower = await HookedCore.start({ id: "a", log: reach.storage, clock });
  await using writer = await HookedCore.start({ id: "b", log: new Reach(log).storage });
  reach.isOut = true;
  const { revision } = await writer.create({ n: 1 });
  for (const pauseMs of [50, 100]) {
    await clock.timer(pauseMs);
    deepEqual(follower.core.status(), { status: "read-only", lag: 0, checks: { event: "out of reach", model: "ok" } });
    if (pauseMs === 100) await rejects(follower.create(), { code: "storage" });
    if (pauseMs === 100) reach.isOut = false;
    clock.advance(pauseMs);
  }
  await follower.core.applied(revision, AbortSignal.timeout(20_000));
  const { revision: next } = await follower.create({ n: 2 });
  equal(follower.core.status().status, "ok");
  await writer.core.applied(next, AbortSignal.timeout(20_000));
  for (const server of [follower, writer]) deepEqual(await server.all("item"), [{ n: 1 }, { n: 2 }]);
});
