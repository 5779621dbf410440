import { deepStrictEqual, rejects, strictEqual } from "node:assert/strict";
import { MemoryEventStorage } from "../storage/memory/event_storage.ts";
import { MemoryModelStorage } from "../storage/memory/model_storage.ts";
import { type AppendResult, type LogDraft, type LogEntry, StorageError } from "../storage/roles.ts";
import type { Event } from "../event/event.ts";
import { fromEntry } from "../event/text.ts";
import { Refusal } from "./refusal.ts";
import { CoreDouble } from "./testing/core_double.ts";

const NOTE = { id: "note", fields: { text: { type: "String", unique: true } }, idKind: "any" } as const;

Deno.test("write() answers with the places, and the instance has the revision of its event", async () => {
  await using double = await CoreDouble.start();
  await double.define(NOTE);
  const { seq, outcomes } = await double.write({ op: "create", model: "note", id: "n", data: { text: "a" } });
  deepStrictEqual(seq, [2, 2]);
  strictEqual(outcomes[0]?.kind === "instance" && outcomes[0].instance.revision, 2);
  strictEqual((await double.core.state.get("note", "n"))?.data["text"], "a");
});

Deno.test("G4: a refused change leaves no event, no instance and runs no post hook", async () => {
  const posted: string[] = [];
  await using double = await CoreDouble.start({
    pre: () => Promise.reject(new Refusal("vetoed", "No")),
    post: (events) => Promise.resolve(void posted.push(...events.map(({ kind }) => kind))),
  });
  await double.define(NOTE, ["preCreate"]);
  await rejects(double.write({ op: "create", model: "note", id: "n", data: {} }), { code: "vetoed" });
  deepStrictEqual(await double.kinds(), ["model.created", "hook.updated"]);
  strictEqual(await double.core.state.get("note", "n"), null);
  deepStrictEqual(posted, ["model.created", "hook.updated"]);
});

Deno.test("G7: a pre hook runs before its event exists, post hooks after it is applied", async () => {
  const order: string[] = [];
  await using double = await CoreDouble.start({
    pre: async () => void order.push(`pre at ${(await double.log.info()).head}`) as undefined,
    post: async ([event]) => {
      if (event?.kind !== "instance.created") return;
      order.push(`post at ${event.seq}, instance ${(await double.core.state.get("note", "n"))?.revision}`);
    },
  });
  await double.define(NOTE, ["preCreate"]);
  await double.write({ op: "create", model: "note", id: "n", data: {} });
  deepStrictEqual(order, ["pre at 2", "post at 3, instance 3"]);
});

Deno.test("write() makes a batch whole or not at all, and names the operation that is refused", async () => {
  await using double = await CoreDouble.start();
  await double.define(NOTE);
  const create = (id: string, text: string) => ({ op: "create", model: "note", id, data: { text } }) as const;
  await rejects(double.write([create("a", "x"), create("b", "x")]), ({ code, details }: Refusal) => {
    return code === "unique" && (details as { index: number }).index === 1;
  });
  strictEqual((await double.log.info()).head, 1);
  const { seq } = await double.write([create("a", "x"), { op: "delete", model: "note", id: "a" }, create("a", "x")]);
  deepStrictEqual(seq, [2, 4]);
});

Deno.test("write() gives the first answer again for the same key, and refuses another request with it", async () => {
  await using double = await CoreDouble.start();
  await double.define(NOTE);
  const idempotency = { key: "k", hash: "sha256:1" };
  const create = { op: "create", model: "note", data: { text: "a" } } as const;
  const first = await double.write(create, { idempotency });
  const again = await double.write(create, { idempotency });
  deepStrictEqual({ ...again, replayed: false }, first);
  strictEqual(again.replayed, true);
  await rejects(double.write(create, { idempotency: { key: "k", hash: "sha256:2" } }), {
    code: "idempotency_mismatch",
  });
  await using restarted = await CoreDouble.start({ log: double.log });
  strictEqual((await restarted.write(create, { idempotency })).replayed, true);
});

Deno.test("write() keeps the keys of each actor apart, also when the log is read again", async () => {
  await using double = await CoreDouble.start();
  await double.define(NOTE);
  const create = { op: "create", model: "note", data: {} } as const;
  const of = (actor: string) => ({ actor, idempotency: { key: "k", hash: `sha256:${actor}` } });
  const made = await Promise.all(["ann", "bob"].map((actor) => double.write(create, of(actor))));
  deepStrictEqual(made.map(({ replayed }) => replayed), [false, false]);
  await using restarted = await CoreDouble.start({ log: double.log });
  for (const core of [double, restarted]) {
    for (const [place, actor] of ["ann", "bob"].entries()) {
      deepStrictEqual(await core.write(create, of(actor)), { ...made[place], replayed: true });
    }
  }
});

Deno.test("write() forgets a key after 24 hours of the log's time", async () => {
  await using double = await CoreDouble.start();
  await double.define(NOTE);
  const create = (text: string) => ({ op: "create", model: "note", data: { text } }) as const;
  const idempotency = { key: "k", hash: "sha256:1" };
  await double.write(create("a"), { idempotency });
  double.clock.advance(24 * 60 * 60 * 1000 + 1);
  await double.write(create("b"));
  strictEqual((await double.write(create("c"), { idempotency })).replayed, false);
});

Deno.test("G3: of two changes with the same If-Match, one is made", async () => {
  await using double = await CoreDouble.start();
  await double.define(NOTE);
  await double.write({ op: "create", model: "note", id: "n", data: {} });
  const update = (text: string) => double.write({ op: "update", model: "note", id: "n", data: { text }, ifMatch: 2 });
  const results = await Promise.allSettled([update("a"), update("b")]);
  deepStrictEqual(results.map(({ status }) => status), ["fulfilled", "rejected"]);
  await rejects(update("c"), ({ code, details }: Refusal) => {
    return code === "revision" && (details as { current: number }).current === 3;
  });
});

Deno.test("G3: a veto by another instance holds although that one changes while the hook runs", async () => {
  let others = 0;
  await using double = await CoreDouble.start({
    pre: async ({ model, reads, instance }) => {
      if (model.definition.id !== "note" || instance !== "n") return undefined;
      const limit = await reads.get("note", "limit");
      if (others++ === 0) await double.write({ op: "update", model: "note", id: "limit", data: { text: "closed" } });
      if (limit?.data["text"] === "closed") throw new Refusal("vetoed", "It is closed");
      return undefined;
    },
  });
  await double.define(NOTE, ["preCreate"]);
  await double.write({ op: "create", model: "note", id: "limit", data: { text: "open" } });
  await rejects(double.write({ op: "create", model: "note", id: "n", data: { text: "x" } }), { code: "vetoed" });
});

Deno.test("G1: an append whose answer is lost is repeated, and lands once", async () => {
  const log = new LosingLog();
  await using double = await CoreDouble.start({ log });
  await double.define(NOTE);
  log.losses = 1;
  const written = double.write({ op: "create", model: "note", id: "n", data: {} });
  await pass(double, 10);
  deepStrictEqual((await written).seq, [2, 2]);
  deepStrictEqual(await double.kinds(), ["model.created", "instance.created"]);
});

Deno.test("write() answers 504 while an append has no answer, refuses others, and goes on when it is settled", async () => {
  const log = new LosingLog();
  await using double = await CoreDouble.start({ log });
  await double.define(NOTE);
  log.losses = Infinity;
  const written = double.write({ op: "create", model: "note", id: "n", data: {} });
  for (const wait of [10, 20, 40, 80, 160, 320, 640]) await pass(double, wait);
  for (let second = 0; second < 29; second++) await pass(double, 1_000);
  await rejects(written, { code: "timeout" });
  await rejects(double.write({ op: "create", model: "note", id: "m", data: {} }), { code: "read_only" });
  strictEqual(double.core.status().status, "read-only");
  log.losses = 0;
  await pass(double, 1_000);
  await double.core.applied(2, AbortSignal.timeout(60_000));
  deepStrictEqual((await double.write({ op: "create", model: "note", id: "m", data: { text: "m" } })).seq, [3, 3]);
});

Deno.test("G5: a server that starts with an empty model storage makes the same one from the log", async () => {
  await using double = await CoreDouble.start();
  await double.define(NOTE);
  await double.write({ op: "create", model: "note", id: "n", data: { text: "a" } });
  await double.write({ op: "patch", model: "note", id: "n", data: { text: "b" } });
  await using again = await CoreDouble.start({ log: double.log });
  deepStrictEqual(await Array.fromAsync(again.models.dump()), await Array.fromAsync(double.models.dump()));
});

Deno.test("G3: a server that is behind refuses no change for what another server has done meanwhile, and knows its keys", async () => {
  const log = new UnfollowedLog();
  await using first = await CoreDouble.start({ log });
  await using behind = await CoreDouble.start({ log });
  await first.define(NOTE);
  await first.write({ op: "create", model: "note", id: "n", data: { text: "a" } });
  strictEqual(behind.core.state.seq, 0);
  const { seq } = await behind.write({ op: "patch", model: "note", id: "n", data: { text: "b" } });
  deepStrictEqual(seq, [3, 3]);

  const idempotency = { key: "k", hash: "sha256:1" };
  const removed = await first.write({ op: "delete", model: "note", id: "n" }, { idempotency });
  const fresh = await CoreDouble.start({ log });
  await first.write({ op: "create", model: "note", id: "m", data: { text: "c" } }, {
    idempotency: { ...idempotency, key: "l" },
  });
  const again = await fresh.write({ op: "patch", model: "note", id: "m", data: { text: "c" } }, {
    idempotency: { ...idempotency, key: "l" },
  });
  deepStrictEqual([removed.seq, again.seq, again.replayed], [[4, 4], [5, 5], true]);
  await rejects(fresh.write({ op: "patch", model: "note", id: "n", data: {} }), { code: "not_found" });
  await fresh[Symbol.asyncDispose]();
});

Deno.test("write() says that the model storage does not have the change yet, and the state knows it", async () => {
  const models = new FailingModels();
  await using double = await CoreDouble.start({ models });
  await double.define(NOTE);
  models.failing = true;
  const { applied } = await double.write({ op: "create", model: "note", id: "n", data: { text: "a" } });
  strictEqual(applied, false);
  strictEqual(double.core.status().status, "degraded");
  strictEqual((await double.core.state.get("note", "n"))?.data["text"], "a");
  await rejects(double.write({ op: "create", model: "note", id: "m", data: { text: "a" } }), { code: "unique" });
  models.failing = false;
  double.clock.advance(50);
  await double.write({ op: "create", model: "note", id: "m", data: { text: "b" } });
  strictEqual(double.core.status().status, "ok");
});

Deno.test("write() says once that the log takes no more changes, refuses them by 503, and the state can still be read", async () => {
  const log = new BreakingLog(), reported: string[] = [];
  await using double = await CoreDouble.start({ log, onBroken: ({ message }) => void reported.push(message) });
  await double.define(NOTE);
  log.broken = true;
  for (const id of ["n", "m"]) {
    await rejects(double.write({ op: "create", model: "note", id, data: { text: id } }), {
      code: "storage",
      status: 503,
    });
  }
  strictEqual(double.core.status().status, "read-only");
  strictEqual(double.core.state.models().length, 1);
  deepStrictEqual(reported, ["A sync failed"]);
});

Deno.test("the time of events does not go back, when the clock does, and when another server fills the models meanwhile", async () => {
  const log = new MemoryEventStorage();
  await using before = await CoreDouble.start({ log });
  await before.define(NOTE);
  before.clock.advance(60_000);
  await before.write({ op: "create", model: "note", id: "n", data: { text: "a" } });
  const { entries } = await log.read(1, 2);
  const models = new SharedModels(entries.map(fromEntry));
  await using behind = await CoreDouble.start({ log, models });
  await behind.write({ op: "create", model: "note", id: "m", data: { text: "b" } });
  const times = (await log.read(1, 3)).entries.map(({ json }) => JSON.parse(json).at);
  strictEqual(times[1], new Date(before.clock.now()).toISOString());
  strictEqual(times[2], times[1]);
});

/** Lets the time pass that the next attempt waits. */
async function pass({ clock }: CoreDouble, ms: number): Promise<void> {
  await clock.timer(ms);
  clock.advance(ms);
}

/** A log in memory that appends and loses the answer. */
class LosingLog extends MemoryEventStorage {
  losses = 0;

  override async append(expected: number, drafts: readonly LogDraft[]): Promise<AppendResult> {
    const result = await super.append(expected, drafts);
    if (this.losses === 0) return result;
    this.losses--;
    throw new StorageError("unavailable", "The answer is lost");
  }
}

/** A log that several servers share, of which they hear only when they ask. */
class UnfollowedLog extends MemoryEventStorage {
  override info() {
    return { ...super.info(), shared: true };
  }

  override async read(
    from: number,
    max: number,
    waitMs = 0,
    signal?: AbortSignal,
  ): Promise<{ entries: readonly LogEntry[]; head: number }> {
    if (waitMs === 0) return await super.read(from, max, 0, signal);
    return await new Promise((_, reject) => signal?.addEventListener("abort", () => reject(signal.reason)));
  }
}

/** A log whose writes fail permanently. */
class BreakingLog extends MemoryEventStorage {
  broken = false;

  override append(expected: number, drafts: readonly LogDraft[]): Promise<AppendResult> {
    if (this.broken) return Promise.reject(new StorageError("corrupt", "A sync failed"));
    return Promise.resolve(super.append(expected, drafts));
  }
}

/** Models that another server brings up to date as soon as this one has asked for their place. */
class SharedModels extends MemoryModelStorage {
  readonly #events: readonly Event[];

  constructor(events: readonly Event[]) {
    super();
    this.#events = events;
  }

  override reset(logId: string): void {
    super.reset(logId);
    this.apply(this.#events);
  }
}

class FailingModels extends MemoryModelStorage {
  failing = false;

  override apply(...args: Parameters<MemoryModelStorage["apply"]>): ReturnType<MemoryModelStorage["apply"]> {
    if (this.failing) throw new StorageError("unavailable", "The disk is full");
    return super.apply(...args);
  }
}
