import { equal } from "node:assert/strict";
import { MemoryEventStorage } from "../storage/memory/event_storage.ts";
import { Served } from "./testing/served.ts";

/** A log that others write too, and whose follower learns of that when it is let go on. */
class SlowlyFollowedLog extends MemoryEventStorage {
  readonly released = Promise.withResolvers<void>();
  /** Called when its head is asked for. */
  asked: () => void = () => {};

  override info() {
    this.asked();
    return { ...super.info(), shared: true };
  }

  override async read(...[from, max, waitMs = 0, signal]: Parameters<MemoryEventStorage["read"]>) {
    if (waitMs > 0) await this.released.promise;
    return await super.read(from, max, waitMs, signal);
  }
}

Deno.test("a server that is behind catches up before it says that a model does not exist", async () => {
  const first = new MemoryEventStorage(), log = new SlowlyFollowedLog();
  await using other = await Served.start({ log: first });
  await other.define("post", { title: { type: "String" } });
  const { entries } = await first.read(1, 10);
  await using server = await Served.start({ log });
  equal((await server.ask("/models/post")).status, 404);
  await log.append(0, entries);
  const asked = Promise.withResolvers<void>();
  log.asked = asked.resolve;
  const asking = server.ask("/models/post");
  await asked.promise;
  equal(server.core.state.model("post"), null);
  log.released.resolve();
  equal((await asking).status, 200);
  equal((await server.ask("/models/page/instances")).status, 404);
});
