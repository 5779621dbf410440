import { deepStrictEqual, equal, ok, rejects } from "node:assert/strict";
import { refused } from "../http/testing/refused.ts";
import { Served } from "../http/testing/served.ts";
import { SseReader } from "../http/testing/sse.ts";
import type { JsonObject } from "../json/json.ts";
import { Maintenance } from "../server/maintenance.ts";
import { linesOf } from "../storage/conformance/model_storage.ts";
import { MemoryEventStorage } from "../storage/memory/event_storage.ts";
import { MemoryModelStorage } from "../storage/memory/model_storage.ts";
import { type EventStorage, type EventStorageInfo, type SharedSnapshots, StorageError } from "../storage/roles.ts";

/** A log that servers of one test share. */
class SharedLog extends MemoryEventStorage {
  #kept: { readonly seq: number; readonly lines: readonly string[] } | null = null;
  readonly snapshots: SharedSnapshots = {
    put: async (seq, lines) => {
      this.#kept = { seq, lines: await Array.fromAsync(lines) };
    },
    newest: () => {
      const kept = this.#kept;
      return Promise.resolve(kept && { seq: kept.seq, lines: ReadableStream.from(kept.lines) });
    },
  };

  override info(): EventStorageInfo {
    return { ...super.info(), shared: true, durable: "disk" };
  }
}

/** The log as a server reaches it that is paused now and then. */
class Paused {
  #held: PromiseWithResolvers<void> | null = null;

  /** Lets no read through until `goOn`. Reads that were on their way are lost. */
  pause(): void {
    this.#held = Promise.withResolvers();
  }

  goOn(): void {
    this.#held?.resolve();
    this.#held = null;
  }

  /** The log through this. */
  reach(log: SharedLog): EventStorage {
    return new Proxy<EventStorage>(log, {
      get: (target, name) => {
        const value = Reflect.get(target, name);
        if (name !== "read") return typeof value === "function" ? value.bind(target) : value;
        return async (...args: Parameters<EventStorage["read"]>) => {
          await this.#held?.promise;
          const page = await target.read(...args);
          if (this.#held === null) return page;
          await this.#held.promise;
          throw new StorageError("unavailable", "the answer was lost");
        };
      },
    });
  }
}

const POSTS = "/models/post/instances";
const FIELDS: JsonObject = { slug: { type: "String", unique: true } };
const maintained = (log: EventStorage, models: MemoryModelStorage) =>
  new Maintenance({ event: log, model: models, snapshots: "/nonexistent", files: "/nonexistent" });

/** Two servers of a log; the second one can be paused, and both have the event at 3. */
async function two() {
  const log = new SharedLog(),
    paused = new Paused(),
    models = new MemoryModelStorage(),
    other = new MemoryModelStorage();
  const first = await Served.start({ log, models, maintenance: maintained(log, models) });
  await first.define("post", FIELDS, { idKind: "any" });
  for (const id of ["a", "b"]) await first.create("post", { id, slug: id });
  const second = await Served.start({ log: paused.reach(log), models: other });
  await second.core.applied(3, AbortSignal.timeout(60_000));
  return {
    log,
    paused,
    first,
    second,
    models,
    other,
    async [Symbol.asyncDispose]() {
      paused.goOn();
      for (const server of [second, first]) await server[Symbol.asyncDispose]();
    },
  };
}

Deno.test("a server that a compaction overtakes goes on from the snapshot beside the log, and its streams say so", async () => {
  await using servers = await two();
  const { paused, first, second, models, other } = servers;
  await using stream = await SseReader.open(`${second.serving.url}/events?since=2`);
  equal((await stream.next())?.id, "3");
  paused.pause();
  await first.ask("/models/post", { method: "PATCH", body: { title: "Posts" } });
  await first.ask(`${POSTS}/a`, { method: "DELETE" });
  for (const id of ["c", "d"]) await first.create("post", { id, slug: id });
  const compacted = await first.ask("/admin/compact", { body: { before: 7, delete: true } });
  deepStrictEqual([compacted.status, compacted.body], [200, { first: 7, head: 7 }]);
  await first.create("post", { id: "e", slug: "e" });
  paused.goOn();
  await second.core.applied(8, AbortSignal.timeout(60_000));
  deepStrictEqual(await linesOf(other), await linesOf(models));
  const list = await second.ask(POSTS);
  deepStrictEqual((list.body.items as JsonObject[]).map(({ id }) => id), ["b", "c", "d", "e"]);
  equal((await second.ask("/models/post")).body.title, "Posts");
  equal(await stream.next(), null);
  refused(await second.ask("/events?since=3", { headers: { "last-event-id": "3" } }), 410, "compacted");
});

Deno.test("a change on a server that a compaction has overtaken is decided with what it has missed", async () => {
  await using servers = await two();
  const { paused, first, second } = servers;
  paused.pause();
  await first.create("post", { id: "c", slug: "taken" });
  await first.create("post", { id: "d", slug: "d" });
  equal((await first.ask("/admin/compact", { body: { before: 5, delete: true } })).status, 200);
  const answers = Promise.all([
    second.ask(POSTS, { body: { id: "x", slug: "taken" } }),
    second.ask(POSTS, { body: { id: "c", slug: "free" } }),
    second.ask(`${POSTS}/b`, { method: "PATCH", body: { slug: "changed" } }),
  ]);
  paused.goOn();
  const [unique, exists, changed] = await answers;
  refused(unique, 409, "unique");
  refused(exists, 409, "exists");
  deepStrictEqual([changed.status, changed.body.revision], [200, 6]);
  await first.core.applied(6, AbortSignal.timeout(60_000));
});

Deno.test("POST /admin/compact of a shared log takes away nothing that post hooks still need, or that the models lack", async () => {
  await using servers = await two();
  const { log, first } = servers,
    compact = (before: number, remove = true) => first.ask("/admin/compact", { body: { before, delete: remove } });
  refused(await compact(9), 422, "validation");
  refused(await compact(2, false), 422, "validation");
  await first.ask("/models/post/hooks/postCreate", { method: "PUT", body: { kind: "script", source: "" } });
  log.setRegister("post/server-a", JSON.stringify({ seq: 2 }), 0);
  const details = refused(await compact(4), 409, "referenced");
  deepStrictEqual(details, { first: 3 });
  log.setRegister("post/server-a", JSON.stringify({ seq: 3 }), 1);
  equal((await compact(4)).status, 200);
});

Deno.test("a server that starts with older models recovers, and one without a newer snapshot does not start", async () => {
  const log = new SharedLog(), models = new MemoryModelStorage(), older = new MemoryModelStorage();
  await using first = await Served.start({ log, models, maintenance: maintained(log, models) });
  await first.define("post", FIELDS, { idKind: "any" });
  await (await Served.start({ log, models: older }))[Symbol.asyncDispose]();
  for (const id of ["a", "b", "c"]) await first.create("post", { id, slug: id });
  await log.trim(4);
  await rejects(Served.start({ log, models: older }), /compacted beyond 1/);
  equal((await first.ask("/admin/compact", { body: { before: 4, delete: true } })).status, 200);
  await log.snapshots.put(4, models.dump());
  await using again = await Served.start({ log, models: older });
  deepStrictEqual(await linesOf(older), await linesOf(models));
  ok((await again.ask(`${POSTS}/c`)).status === 200);
});
