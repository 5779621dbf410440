import { rejects } from "node:assert/strict";
import { testConformance } from "../conformance/conformance.ts";
import { MODEL_STORAGE_CASES } from "../conformance/model_storage.ts";
import { StorageError } from "../roles.ts";
import { SqliteModelStorage } from "./model_storage.ts";

testConformance("SqliteModelStorage", MODEL_STORAGE_CASES, async () => {
  const folder = await Deno.makeTempDir(), path = `${folder}/models.db`;
  let storage = await SqliteModelStorage.open(path);
  return {
    storage,
    async reopen() {
      await storage[Symbol.asyncDispose]();
      return storage = await SqliteModelStorage.open(path);
    },
    async [Symbol.asyncDispose]() {
      await storage[Symbol.asyncDispose]();
      await Deno.remove(folder, { recursive: true });
    },
  };
});

Deno.test("SqliteModelStorage.open() refuses a file that is open, one that is no database, and one of a newer version", async () => {
  const folder = await Deno.makeTempDir(), path = `${folder}/models.db`;
  const code = (expected: string) => (error: unknown) => error instanceof StorageError && error.code === expected;
  const storage = await SqliteModelStorage.open(path);
  await rejects(SqliteModelStorage.open(path), code("conflict"));
  await storage[Symbol.asyncDispose]();
  const database = new (await import("node:sqlite")).DatabaseSync(path);
  database.exec("PRAGMA user_version = 2");
  database.close();
  await rejects(SqliteModelStorage.open(path), code("corrupt"));
  await Deno.writeTextFile(
    `${folder}/text.db`,
    "this is a text, and long enough to be read as a header of a database".repeat(20),
  );
  await rejects(SqliteModelStorage.open(`${folder}/text.db`), code("corrupt"));
  await Deno.remove(folder, { recursive: true });
});
