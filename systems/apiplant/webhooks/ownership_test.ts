import { deepStrictEqual, equal } from "node:assert/strict";
import { ManualClock } from "@fluxwire/transport";
import { MemoryEventStorage } from "../storage/memory/event_storage.ts";
import type { EventStorageInfo } from "../storage/roles.ts";
import { LOOK_MS, Ownership } from "./ownership.ts";

class SharedLog extends MemoryEventStorage {
  override info(): EventStorageInfo {
    return { ...super.info() as EventStorageInfo, shared: true };
  }
}

/** A server whose looks the test makes. */
class Server {
  readonly clock = new ManualClock();
  #looked = Promise.withResolvers<void>();
  ownership!: Ownership;

  static async start(log: SharedLog, serverId: string): Promise<Server> {
    const server = new Server(), { clock } = server;
    const onLook = () => Promise.resolve(server.#looked.resolve());
    server.ownership = await Ownership.start({ log, serverId, clock, onLook });
    return server;
  }

  async look(): Promise<boolean> {
    this.#looked = Promise.withResolvers<void>();
    await this.clock.timer(LOOK_MS);
    this.clock.advance(LOOK_MS);
    await this.#looked.promise;
    return this.ownership.isOwner;
  }
}

Deno.test("Ownership: one of several servers has it, until it ends", async () => {
  await using log = new SharedLog();
  const one = await Server.start(log, "a"), other = await Server.start(log, "b");
  deepStrictEqual([one.ownership.isOwner, other.ownership.isOwner], [true, false]);
  for (let round = 0; round < 5; round++) deepStrictEqual([await one.look(), await other.look()], [true, false]);
  await one.ownership.close();
  equal(await other.look(), true);
  await other.ownership.close();
});

Deno.test("Ownership: a server that does not renew it loses it after three looks, and knows that at its next look", async () => {
  await using log = new SharedLog();
  const one = await Server.start(log, "a"), other = await Server.start(log, "b");
  deepStrictEqual([await other.look(), await other.look(), await other.look()], [false, false, true]);
  deepStrictEqual([await one.look(), await other.look()], [false, true]);
  await one.ownership.close();
  await other.ownership.close();
});

Deno.test("Ownership: a log that no other server has needs no lease", async () => {
  await using log = new MemoryEventStorage();
  const clock = new ManualClock();
  const ownership = await Ownership.start({ log, serverId: "a", clock, onLook: () => Promise.resolve() });
  deepStrictEqual([ownership.isOwner, clock.count, log.getRegister("webhooks-server")], [true, 0, null]);
  await ownership.close();
});
