import { deepEqual, equal, match } from "node:assert/strict";
import { ManualClock } from "@fluxwire/transport";
import { MemoryEventStorage } from "../../storage/memory/event_storage.ts";
import { HookedCore } from "../testing/hooked_core.ts";
import { Reach } from "../testing/reach.ts";

/** How often servers look at each other's leases, in milliseconds. */
const LOOK_MS = 5_000;

/** Servers of one log that share a clock, each with its way to the log. */
class Servers {
  readonly clock = new ManualClock(Date.UTC(2026, 0, 1));
  readonly log = new MemoryEventStorage();
  readonly reaches = new Map<string, Reach>();

  start(id: string): Promise<HookedCore> {
    const reach = new Reach(this.log);
    this.reaches.set(id, reach);
    return HookedCore.start({ id, log: reach.storage, clock: this.clock });
  }

  /** Lets the servers look that many times; resolves when all of them, this many, wait for the next time. */
  async look(times: number, count: number): Promise<void> {
    for (let time = 0; time < times; time++) {
      await this.#waiting(count);
      this.clock.advance(LOOK_MS);
    }
    await this.#waiting(count);
  }

  async #waiting(count: number): Promise<void> {
    while ([...this.clock.timers.values()].filter(({ delayMs }) => delayMs === LOOK_MS).length < count) {
      await new Promise((resolve) => setImmediate(resolve));
    }
  }

  /** Resolves when a register is as wanted. */
  async until(name: string, isWanted: (kept: Record<string, unknown>) => boolean): Promise<void> {
    while (!isWanted(await this.kept(name))) await new Promise((resolve) => setImmediate(resolve));
  }

  async kept(name: string): Promise<Record<string, unknown>> {
    return JSON.parse((await this.log.getRegister(name))!.value);
  }
}

/** A hook that logs what it runs for, and fails with a long pause before its second run on the server `a`. */
const BODY = "ctx.log(ctx.after.n, ctx.attempt); if (ctx.attempt === 1 && ctx.after.n === 1) throw new Error('later');";
const OPTIONS = { detached: true, retry: { attempts: 3, first: 3_600_000, factor: 1, max: 3_600_000 } };

/** A server that leaves a hook which has not run to its end, and stops. */
async function leave(servers: Servers): Promise<number> {
  const dead = await servers.start("a");
  await dead.set("postCreate", BODY, OPTIONS);
  const { revision } = await dead.create({ n: 1 });
  await servers.clock.timer(3_600_000);
  await dead.stop(0);
  return revision;
}

Deno.test("TakeOvers runs the hooks that a dead server left, once its lease is over (G7)", async () => {
  const servers = new Servers(), revision = await leave(servers);
  await using heir = await servers.start("b");
  await servers.look(3, 1);
  deepEqual(heir.lines, []);
  await servers.look(1, 1);
  await heir.seen({ lines: 1, records: 1 });
  deepEqual(heir.lines, ["1 2"]);
  match(heir.records[0]!.message, /server a is gone: b runs its post hooks/);
  // The next look finds nothing that is left.
  await servers.look(1, 1);
  while (JSON.stringify(await servers.kept("servers")) !== '["b"]') await servers.look(1, 1);
  deepEqual(await servers.kept("post/a"), { seq: revision, owner: "b" });
  deepEqual(heir.lines, ["1 2"]);
});

Deno.test("TakeOvers leaves a server alone that renews its lease, and all servers while the log was out of reach", async () => {
  const servers = new Servers();
  await using first = await servers.start("a");
  await using second = await servers.start("b");
  await first.set("postCreate", BODY, OPTIONS);
  await first.create({ n: 1 });
  await servers.clock.timer(3_600_000);
  await servers.look(6, 2);
  for (const reach of servers.reaches.values()) reach.isOut = true;
  await servers.look(6, 2);
  for (const reach of servers.reaches.values()) reach.isOut = false;
  await servers.look(3, 2);
  deepEqual([first.lines, second.lines], [["1 1"], []]);
  equal((await servers.kept("post/a"))["owner"], "a");
});

Deno.test("TakeOvers: of several servers one takes over", async () => {
  const servers = new Servers();
  await leave(servers);
  await using one = await servers.start("b");
  await using other = await servers.start("c");
  await servers.look(6, 2);
  while ((await servers.kept("servers") as unknown as string[]).includes("a")) await servers.look(1, 2);
  deepEqual([...one.lines, ...other.lines], ["1 2"]);
});

Deno.test("TakeOvers ends when the server is back, which has its cursor again", async () => {
  const servers = new Servers();
  const revision = await leave(servers);
  await using heir = await servers.start("b");
  await servers.look(4, 1);
  await heir.seen({ lines: 1 });
  await servers.until("post/a", ({ seq }) => seq === revision);
  await using back = await servers.start("a");
  equal((await servers.kept("post/a"))["owner"], "a");
  await back.create({ n: 2 });
  await back.seen({ lines: 1 });
  await servers.look(4, 2);
  deepEqual([back.lines, heir.lines], [["2 1"], ["1 2"]]);
  deepEqual(await servers.kept("servers"), ["a", "b"]);
});

Deno.test("a server that was paused takes its cursor back with its next event", async () => {
  const servers = new Servers();
  await using paused = await servers.start("a");
  await paused.set("postCreate", "ctx.log(ctx.after.n, ctx.attempt);");
  await paused.create({ n: 1 });
  await servers.clock.timer(200);
  servers.clock.advance(200);
  const { value, version } = (await servers.log.getRegister("post/a"))!;
  await servers.log.setRegister("post/a", JSON.stringify({ ...JSON.parse(value), owner: "b" }), version);
  const { revision } = await paused.create({ n: 2 });
  await paused.stop();
  deepEqual(await servers.kept("post/a"), { seq: revision, owner: "a" });
});

Deno.test("servers with the same id are reported once each", async () => {
  const servers = new Servers();
  await using one = await servers.start("a");
  await using other = await servers.start("a");
  await servers.look(4, 2);
  for (const { records } of [one, other]) {
    deepEqual(records.map(({ code }) => code), ["same_id"]);
    match(records[0]!.message, /Another server has the id a/);
  }
});

Deno.test("a server that is started again with its id is not reported", async () => {
  const servers = new Servers();
  await (await servers.start("a")).stop();
  await using again = await servers.start("a");
  await servers.look(3, 1);
  deepEqual(again.records, []);
});
