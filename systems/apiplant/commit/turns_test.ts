import { deepEqual, equal } from "node:assert/strict";
import { ManualClock } from "@fluxwire/transport";
import { HookedCore } from "../hooks/testing/hooked_core.ts";
import { Reach } from "../hooks/testing/reach.ts";
import { MemoryEventStorage } from "../storage/memory/event_storage.ts";
import type { EventStorage } from "../storage/roles.ts";

Deno.test("Committer takes turns after its append lost its place, and does not wait before", async () => {
  const log = new MemoryEventStorage(), { storage } = new Reach(log), steps: string[] = [];
  await using other = await HookedCore.start({ id: "b", log: new Reach(log).storage });
  const competing: EventStorage = new Proxy(storage, {
    get(target, name) {
      if (name === "turn") {
        return () => {
          steps.push("turn");
          const end = () => Promise.resolve(void steps.push("end"));
          return Promise.resolve({ append: target.append, read: target.read, [Symbol.asyncDispose]: end });
        };
      }
      if (name !== "append") return Reflect.get(target, name);
      return async (...args: Parameters<EventStorage["append"]>) => {
        if (steps.length === 0) await other.create({ n: 1 });
        steps.push("append");
        return await target.append(...args);
      };
    },
  });
  // Its timers never end.
  await using server = await HookedCore.start({ id: "a", log: competing, clock: new ManualClock() });
  await server.create({ n: 2 });
  await server.create({ n: 3 });
  deepEqual(steps, ["append", "turn", "end", "turn", "end"]);
  equal(server.core.counts.lostRaces, 1);
  deepEqual((await server.all("item")).map(({ n }) => n).sort(), [1, 2, 3]);
});
