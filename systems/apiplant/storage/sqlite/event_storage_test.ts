import { deepStrictEqual, equal, rejects } from "node:assert/strict";
import { testConformance } from "../conformance/conformance.ts";
import { draftsOf, EVENT_STORAGE_CASES } from "../conformance/event_storage.ts";
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
