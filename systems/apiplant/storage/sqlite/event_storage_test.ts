import { deepStrictEqual, equal, rejects } from "node:assert/strict";
import { testConformance } from "../conformance/conformance.ts";
import { draftsOf, EVENT_STORAGE_CASES } from "../conformance/event_storage.ts";
import { fromEntry } from "../../event/text.ts";
import { Served } from "../../http/testing/served.ts";
import { Maintenance } from "../../server/maintenance.ts";
import { linesOf } from "../conformance/model_storage.ts";
import { MemoryModelStorage } from "../memory/model_storage.ts";
import { StorageError } from "../roles.ts";
import { SqliteEventStorage } from "./event_storage.ts";

testConformance("SqliteEventStorage", EVENT_STORAGE_CASES, async () => {
  const folder = await Deno.makeTempDir(), path = `${folder}/log.db`;
  let storage = await SqliteEventStorage.open(path);
  const other = await SqliteEventStorage.open(path);
  return {
    storage,
    other,
    async reopen() {
      await storage[Symbol.asyncDispose]();
      return storage = await SqliteEventStorage.open(path);
    },
    async [Symbol.asyncDispose]() {
      await storage[Symbol.asyncDispose]();
      await other[Symbol.asyncDispose]();
      await Deno.remove(folder, { recursive: true });
    },
  };
}, ["trim", "reopen"]);

Deno.test("SqliteEventStorage.append() lands appends that wait in one transaction, in order", async () => {
  const folder = await Deno.makeTempDir();
  const storage = await SqliteEventStorage.open(`${folder}/log.db`);
  const results = await Promise.all(
    [0, 2, 2, 4].map((expected, at) => storage.append(expected, draftsOf(2, `c${at}`))),
  );
  deepStrictEqual(results.map(({ ok }) => ok), [true, true, false, true]);
  deepStrictEqual((await storage.read(1, 10)).entries.map(({ id }) => id), [
    "c0-0",
    "c0-1",
    "c1-0",
    "c1-1",
    "c3-0",
    "c3-1",
  ]);
  await storage[Symbol.asyncDispose]();
  await Deno.remove(folder, { recursive: true });
});

Deno.test("SqliteEventStorage.open() refuses a file that is no database, and leaves no worker", async () => {
  const path = await Deno.makeTempFile();
  await Deno.writeTextFile(path, "no database ".repeat(500));
  await rejects(SqliteEventStorage.open(path), (error) => error instanceof StorageError && error.code === "corrupt");
  equal((await Deno.stat(path)).size, 6_000);
  await Deno.remove(path);
});

Deno.test("SqliteEventStorage.snapshots keeps the newest, for every server of the log", async () => {
  const folder = await Deno.makeTempDir();
  try {
    await using storage = await SqliteEventStorage.open(`${folder}/log.db`);
    await using other = await SqliteEventStorage.open(`${folder}/log.db`);
    equal(await other.snapshots.newest(), null);
    const lines = (count: number) => Array.from({ length: count }, (_, at) => `${at} ${"x".repeat(1_000)}`);
    const read = async () => {
      const newest = await other.snapshots.newest();
      return [newest?.seq, newest && await Array.fromAsync(newest.lines)];
    };
    for (const [seq, count] of [[5, 3], [9, 700], [7, 1]] as const) {
      await storage.snapshots.put(seq, ReadableStream.from(lines(count)));
      deepStrictEqual(await read(), seq === 5 ? [5, lines(3)] : [9, lines(700)]);
    }
    // A snapshot that was not finished is none.
    const broken = (async function* () {
      yield* lines(600);
      throw new Error("the models are gone");
    })();
    await rejects(storage.snapshots.put(20, broken), /the models are gone/);
    equal((await read())[0], 9);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("a log of SQLite is compacted while another server follows it: that goes on from the snapshot beside the log", async () => {
  const folder = await Deno.makeTempDir();
  try {
    await using log = await SqliteEventStorage.open(`${folder}/log.db`);
    await using behind = await SqliteEventStorage.open(`${folder}/log.db`);
    const models = new MemoryModelStorage(), older = new MemoryModelStorage();
    const maintenance = new Maintenance({ event: log, model: models, snapshots: `${folder}/none`, files: folder });
    await using first = await Served.start({ log, models, maintenance });
    await first.define("post", { slug: { type: "String", unique: true } }, { idKind: "any" });
    for (const id of ["a", "b", "c"]) await first.create("post", { id, slug: id });
    older.reset((await log.info()).logId);
    older.apply((await log.read(1, 2)).entries.map(fromEntry));
    const compacted = await first.ask("/admin/compact", { body: { before: 4, delete: true } });
    deepStrictEqual([compacted.status, compacted.body], [200, { first: 4, head: 4 }]);
    await using second = await Served.start({ log: behind, models: older });
    deepStrictEqual(await linesOf(older), await linesOf(models));
    equal((await second.ask("/models/post/instances", { body: { id: "d", slug: "a" } })).status, 409);
    equal((await second.ask("/models/post/instances", { body: { id: "d", slug: "d" } })).status, 201);
    equal((await first.ask("/models/post/instances/d?min-seq=5")).status, 200);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});
