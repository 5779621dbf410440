import { deepStrictEqual, equal } from "node:assert/strict";
import { Maintenance } from "../server/maintenance.ts";
import { restore } from "../storage/backup/restore.ts";
import { linesOf } from "../storage/conformance/model_storage.ts";
import { FileEventStorage } from "../storage/file/event_storage.ts";
import { MemoryEventStorage } from "../storage/memory/event_storage.ts";
import { MemoryModelStorage } from "../storage/memory/model_storage.ts";
import type { EventStorage } from "../storage/roles.ts";
import { loadNewestSnapshot } from "../storage/snapshot/use_snapshot.ts";
import { Served } from "./testing/served.ts";

/** A server whose log is in small segments of a folder, with a model and ten instances: eleven events. */
async function maintained(run: (server: Served, folder: string, models: MemoryModelStorage) => Promise<void>) {
  const folder = await Deno.makeTempDir();
  try {
    await using log = await FileEventStorage.open({ folder: `${folder}/events`, segmentBytes: 600, sync: "none" });
    const models = new MemoryModelStorage(), snapshots = `${folder}/snapshots`;
    const maintenance = new Maintenance({ event: log, model: models, snapshots, files: `${folder}/files` });
    await using server = await Served.start({ log, models, maintenance });
    await server.define("post", { title: { type: "String" } });
    for (let at = 0; at < 10; at++) await server.create("post", { title: `number ${at}` });
    await run(server, folder, models);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
}

/** All events from a place on; a read ends with its segment. */
async function eventsFrom(first: number, log: EventStorage): Promise<string[]> {
  const { entries, head } = await log.read(first, 100), jsons = entries.map(({ json }) => json);
  return first + entries.length > head ? jsons : [...jsons, ...await eventsFrom(first + entries.length, log)];
}

Deno.test("route: POST /admin/snapshot writes the models of now", async () => {
  await maintained(async (server, folder, models) => {
    const { status, body } = await server.ask("/admin/snapshot", { method: "POST" });
    deepStrictEqual([status, body], [200, { seq: 11 }]);
    const loaded = new MemoryModelStorage(), { logId, head } = await server.core.log.info();
    equal(await loadNewestSnapshot(loaded, `${folder}/snapshots`, { logId, head }, () => {}), 11);
    deepStrictEqual(await linesOf(loaded), await linesOf(models));
  });
});

Deno.test("route: POST /admin/compact moves what a snapshot has to the archive, or deletes it", async () => {
  await maintained(async (server, folder) => {
    const compact = (body: Record<string, number | boolean>) => server.ask("/admin/compact", { body });
    const early = await compact({ before: 5 });
    deepStrictEqual([early.status, early.body.error?.code], [422, "validation"]);
    for (const [body, path] of [[{}, "/before"], [{ before: 0 }, "/before"], [{ before: 5, x: 1 }, "/x"]] as const) {
      const { status, body: { error } } = await compact(body);
      deepStrictEqual([status, (error?.details as { path: string }[])[0]?.path], [422, path]);
    }
    await server.ask("/admin/snapshot", { method: "POST" });
    const moved = await compact({ before: 5 });
    equal(moved.status, 200);
    const first = moved.body.first as number;
    equal(first > 1 && first <= 5 && moved.body.head === 11, true);
    const archived = await Array.fromAsync(Deno.readDir(`${folder}/events/archive`));
    const { body: { first: next } } = await compact({ before: 9, delete: true });
    equal(next as number > first && next as number <= 9, true);
    deepStrictEqual(await Array.fromAsync(Deno.readDir(`${folder}/events/archive`)), archived);
    const { status, body: { error } } = await server.ask("/events?since=0");
    deepStrictEqual([status, error?.code, error?.details], [410, "compacted", { first: next }]);
    equal((await server.ask("/models/post/instances")).status, 200);
  });
});

Deno.test("route: GET /admin/backup gives an archive that restores the log, with or without its history", async () => {
  await maintained(async (server, folder) => {
    for (const [query, whole] of [["", true], ["?without-history=true", false]] as const) {
      const response = await fetch(`${server.serving.url}/admin/backup${query}`),
        restored = `${folder}/restored${whole}`;
      equal(response.headers.get("content-type"), "application/x-tar");
      const { first, head, snapshot } = await restore(response.body!, restored);
      deepStrictEqual([first === 1, head, snapshot], [whole, 11, 11]);
      await using log = await FileEventStorage.open({ folder: `${restored}/events` });
      deepStrictEqual(await eventsFrom(first, log), await eventsFrom(first, server.core.log));
    }
  });
});

Deno.test("the maintenance of a log in memory is refused, and that of other machines", async () => {
  const event = new MemoryEventStorage(), model = new MemoryModelStorage();
  const maintenance = new Maintenance({ event, model, snapshots: "/nonexistent", files: "/nonexistent" });
  await using server = await Served.start({ log: event, models: model, maintenance });
  const asks = [
    ["/admin/snapshot", { method: "POST" }],
    ["/admin/compact", { body: { before: 1 } }],
    ["/admin/backup", {}],
  ] as const;
  for (const [path, ask] of asks) {
    const here = await server.ask(path, ask);
    deepStrictEqual([here.status, here.body.error?.code], [404, "not_found"]);
    const there = await server.ask(path, { ...ask, headers: { "x-forwarded-for": "10.0.0.1" } });
    deepStrictEqual([there.status, there.body.error?.code], [403, "forbidden"]);
  }
});
