import { deepStrictEqual, equal, ok, rejects } from "node:assert/strict";
import { draftsOf } from "../conformance/event_storage.ts";
import { linesOf } from "../conformance/model_storage.ts";
import { SAMPLE_EVENTS } from "../conformance/sample_events.ts";
import { FileEventStorage } from "../file/event_storage.ts";
import { MemoryModelStorage } from "../memory/model_storage.ts";
import { StorageError } from "../roles.ts";
import { listSnapshots, readSnapshot, removeUnfinished, verifySnapshot, writeSnapshot } from "./snapshot.ts";
import { compactLog, loadNewestSnapshot } from "./use_snapshot.ts";

function modelsAt(seq: number, logId = "log"): MemoryModelStorage {
  const models = new MemoryModelStorage();
  models.reset(logId);
  models.apply(SAMPLE_EVENTS.slice(0, seq));
  return models;
}

const code = (expected: string) => (error: unknown) => error instanceof StorageError && error.code === expected;

Deno.test("writeSnapshot() writes what readSnapshot() gives back, and leaves nothing else", async () => {
  const folder = await Deno.makeTempDir();
  const models = modelsAt(40);
  const { seq, path } = await writeSnapshot(models, `${folder}/snapshots`);
  deepStrictEqual([seq, path], [40, `${folder}/snapshots/40.jsonl.gz`]);
  deepStrictEqual(await Array.fromAsync(readSnapshot(path)), await linesOf(models));
  deepStrictEqual(await verifySnapshot(path), { kind: "head", seq: 40, logId: "log" });
  deepStrictEqual((await Array.fromAsync(Deno.readDir(`${folder}/snapshots`))).map(({ name }) => name), [
    "40.jsonl.gz",
  ]);
  equal(((await Deno.stat(path)).mode ?? 0) & 0o777, 0o600);
  await Deno.remove(folder, { recursive: true });
});

Deno.test("writeSnapshot() that fails leaves nothing; removeUnfinished() removes what a killed process left", async () => {
  const folder = await Deno.makeTempDir(), models = modelsAt(5);
  const failing = {
    async *dump() {
      for await (const line of models.dump()) {
        yield line;
        if (line.includes('"hook"')) throw new StorageError("unavailable", "gone");
      }
    },
  };
  const names = () => Array.fromAsync(Deno.readDir(folder), ({ name }) => name);
  await rejects(writeSnapshot(failing, folder), code("unavailable"));
  deepStrictEqual(await names(), []);
  await Deno.writeTextFile(`${folder}/x.unfinished`, "");
  await Promise.all([writeSnapshot(models, folder), writeSnapshot(models, folder)]);
  deepStrictEqual((await names()).sort(), ["5.jsonl.gz", "x.unfinished"]);
  await removeUnfinished(folder);
  deepStrictEqual(await names(), ["5.jsonl.gz"]);
  await verifySnapshot(`${folder}/5.jsonl.gz`);
  await removeUnfinished(`${folder}/absent`);
  const file = await Deno.makeTempFile();
  await rejects(writeSnapshot(models, `${file}/below`), code("unavailable"));
  await Deno.remove(file);
  await Deno.remove(folder, { recursive: true });
});

Deno.test("readSnapshot() finds every cut, and every changed byte that changes the content", async () => {
  const folder = await Deno.makeTempDir();
  const { path } = await writeSnapshot(modelsAt(4), folder);
  const good = await Deno.readFile(path), lines = await Array.fromAsync(readSnapshot(path));
  let found = 0;
  for (let at = 0; at < good.length; at += 7) {
    await Deno.writeFile(path, good.subarray(0, at));
    await rejects(verifySnapshot(path), code("corrupt"), `cut at ${at}`);
    const changed = good.slice();
    changed[at]! ^= 16;
    await Deno.writeFile(path, changed);
    const result = await Array.fromAsync(readSnapshot(path)).catch((error) => error);
    if (code("corrupt")(result)) found++;
    // The header of gzip has a time and a system, its end a length and bits that fill the last byte.
    else deepStrictEqual(result, lines, `changed at ${at}`);
  }
  ok(found > good.length / 7 - 5, `${found} changes of ${good.length} bytes were found`);
  await Deno.remove(folder, { recursive: true });
});

Deno.test("loadNewestSnapshot() takes the newest good one of the log, and says which it skips", async () => {
  const folder = await Deno.makeTempDir(), warnings: string[] = [];
  const warn = (message: string) => warnings.push(message);
  const models = new MemoryModelStorage();
  equal(await loadNewestSnapshot(models, `${folder}/absent`, { logId: "log", head: 99 }, warn), null);
  for (const seq of [5, 10, 20, 30]) await writeSnapshot(modelsAt(seq), folder);
  await writeSnapshot(modelsAt(25, "other"), folder);
  const damaged = await Deno.readFile(`${folder}/20.jsonl.gz`);
  await Deno.writeFile(`${folder}/20.jsonl.gz`, damaged.subarray(0, -20));
  equal(await loadNewestSnapshot(models, folder, { logId: "log", head: 29 }, warn), 10);
  deepStrictEqual(await linesOf(models), await linesOf(modelsAt(10)));
  equal(warnings.length, 3);
  for (
    const [at, text] of ["is at 30, the log ends at 29", "is of the log other", "20.jsonl.gz is damaged"].entries()
  ) {
    ok(warnings[at]!.includes(text), warnings[at]);
  }
  deepStrictEqual((await listSnapshots(folder)).map(({ seq }) => seq), [30, 25, 20, 10, 5]);
  await Deno.remove(folder, { recursive: true });
});

Deno.test("compactLog() moves segments only behind a good snapshot of the log", async () => {
  const folder = await Deno.makeTempDir();
  const log = await FileEventStorage.open({ folder: `${folder}/events`, segmentBytes: 400 });
  for (let head = 0; head < 20; head += 2) await log.append(head, draftsOf(2, `e${head}`));
  const snapshots = `${folder}/snapshots`;
  await rejects(compactLog(log, snapshots, { before: 11, remove: false }), code("invalid"));
  await writeSnapshot(modelsAt(10, "other"), snapshots);
  await rejects(compactLog(log, snapshots, { before: 11, remove: false }), code("invalid"));
  await writeSnapshot(modelsAt(10, log.info().logId), snapshots);
  await rejects(compactLog(log, snapshots, { before: 12, remove: false }), code("invalid"));
  await compactLog(log, snapshots, { before: 11, remove: false });
  const { first, head, logId } = log.info();
  ok(first > 1 && first <= 11);
  equal(head, 20);
  const archived = await Array.fromAsync(Deno.readDir(`${folder}/events/archive`));
  ok(archived.length > 0);
  await compactLog(log, snapshots, { before: 11, remove: true });
  await log[Symbol.asyncDispose]();
  const again = await FileEventStorage.open({ folder: `${folder}/events`, verify: "all" });
  deepStrictEqual([again.info().first, again.info().head, again.info().logId], [first, 20, logId]);
  await rejects(again.read(first - 1, 1), code("compacted"));
  await again[Symbol.asyncDispose]();
  await Deno.remove(folder, { recursive: true });
});
