import { deepStrictEqual, equal, rejects } from "node:assert/strict";
import type { Seq } from "../event/event.ts";
import { toEntry } from "../event/text.ts";
import { linesOf } from "../storage/conformance/model_storage.ts";
import { SAMPLE_EVENTS } from "../storage/conformance/sample_events.ts";
import { FileEventStorage } from "../storage/file/event_storage.ts";
import { MemoryModelStorage } from "../storage/memory/model_storage.ts";
import { StorageError } from "../storage/roles.ts";
import { listSnapshots } from "../storage/snapshot/snapshot.ts";
import { ServerError } from "./exit.ts";
import { keepSnapshots, startFromSnapshot, takeSnapshot } from "./snapshots.ts";

const LAST = SAMPLE_EVENTS.length;

/** A log in files that has all sample events, in small segments. */
async function sampleLog(): Promise<{ folder: string; event: FileEventStorage; logId: string }> {
  const folder = await Deno.makeTempDir();
  const event = await FileEventStorage.open({ folder: `${folder}/events`, segmentBytes: 1_000 });
  for (const one of SAMPLE_EVENTS) await event.append(one.seq - 1, [toEntry(one)]);
  return { folder, event, logId: event.info().logId };
}

function modelsAt(logId: string, seq: Seq): MemoryModelStorage {
  const models = new MemoryModelStorage();
  models.reset(logId);
  models.apply(SAMPLE_EVENTS.slice(0, seq));
  return models;
}

const noWarning = (text: string) => {
  throw new Error(`warned: ${text}`);
};

Deno.test("startFromSnapshot() loads the newest snapshot into empty models, and G5: the events behind it give the replayed state", async () => {
  const { folder, event, logId } = await sampleLog();
  const parts = { event, folder: `${folder}/snapshots`, isRebuilt: false, warn: noWarning };
  const model = new MemoryModelStorage();
  equal(await startFromSnapshot({ ...parts, model }), null);
  await takeSnapshot(modelsAt(logId, 40), parts.folder);
  equal(await startFromSnapshot({ ...parts, model }), 40);
  model.apply(SAMPLE_EVENTS.slice(40));
  deepStrictEqual(await linesOf(model), await linesOf(modelsAt(logId, LAST)));
  equal(await startFromSnapshot({ ...parts, model }), null);
  equal(await startFromSnapshot({ ...parts, model, isRebuilt: true }), null);
  deepStrictEqual(model.state(), { seq: 0, logId });
  await event[Symbol.asyncDispose]();
  await Deno.remove(folder, { recursive: true });
});

Deno.test("startFromSnapshot() of a compacted log needs a snapshot, also to rebuild", async () => {
  const { folder, event, logId } = await sampleLog();
  const parts = { event, folder: `${folder}/snapshots`, isRebuilt: true, warn: () => {} };
  await event.compact(40, false);
  const damaged = (error: unknown) => error instanceof ServerError && error.exit === "logDamaged";
  await rejects(startFromSnapshot({ ...parts, model: new MemoryModelStorage() }), damaged);
  await takeSnapshot(modelsAt(logId, 10), parts.folder);
  await rejects(startFromSnapshot({ ...parts, model: new MemoryModelStorage() }), damaged);
  await takeSnapshot(modelsAt(logId, 45), parts.folder);
  const model = modelsAt(logId, 3);
  equal(await startFromSnapshot({ ...parts, model }), 45);
  model.apply(SAMPLE_EVENTS.slice(45));
  deepStrictEqual(await linesOf(model), await linesOf(modelsAt(logId, LAST)));
  const behind = modelsAt(logId, 3);
  equal(await startFromSnapshot({ ...parts, isRebuilt: false, model: behind }), 45);
  await event[Symbol.asyncDispose]();
  await Deno.remove(folder, { recursive: true });
});

Deno.test("startFromSnapshot() leaves models of another log to be refused", async () => {
  const { folder, event } = await sampleLog();
  const model = modelsAt("another", 3);
  equal(await startFromSnapshot({ event, model, folder, isRebuilt: false, warn: noWarning }), null);
  deepStrictEqual(model.state(), { seq: 3, logId: "another" });
  await event[Symbol.asyncDispose]();
  await Deno.remove(folder, { recursive: true });
});

Deno.test("keepSnapshots() writes one each time that enough events were applied, keeps the newest three, and goes on after a failure", async () => {
  const folder = await Deno.makeTempDir(), warnings: string[] = [], stop = new AbortController();
  const model = new MemoryModelStorage();
  model.reset("log");
  let reached = Promise.withResolvers<Seq>(), answer = Promise.withResolvers<void>();
  const core = {
    state: {
      get seq() {
        return model.state().seq;
      },
    } as never,
    applied(seq: Seq, signal: AbortSignal): Promise<void> {
      answer = Promise.withResolvers();
      signal.addEventListener("abort", () => answer.reject(signal.reason));
      reached.resolve(seq);
      return answer.promise;
    },
  };
  const kept = keepSnapshots(core, {
    model,
    folder,
    every: 10,
    warn: (text) => warnings.push(text),
    signal: stop.signal,
  });
  const next = async (seq: Seq) => {
    const asked = await reached.promise;
    reached = Promise.withResolvers();
    model.apply(SAMPLE_EVENTS.slice(0, seq));
    answer.resolve();
    return asked;
  };
  deepStrictEqual([await next(12), await next(23), await next(33), await next(43)], [10, 22, 33, 43]);
  deepStrictEqual(await reached.promise, 53);
  deepStrictEqual((await listSnapshots(folder)).map(({ seq }) => seq), [43, 33, 23]);
  const dump = model.dump;
  model.dump = () => {
    throw new StorageError("exhausted", "no space");
  };
  await next(53);
  equal(await reached.promise, 63);
  model.dump = dump;
  deepStrictEqual(warnings, ["Cannot write a snapshot: no space; the next one is due in 10 events"]);
  stop.abort();
  await kept;
  await Deno.remove(folder, { recursive: true });
});
