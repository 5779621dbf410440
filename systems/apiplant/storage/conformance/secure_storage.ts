/** What secure storages do. */
import { deepStrictEqual, equal, rejects } from "node:assert/strict";
import type { SecureStorage } from "../roles.ts";
import type { ConformanceCase } from "./conformance.ts";

/** A secure storage under test. */
export interface SecretsUnderTest extends AsyncDisposable {
  /** The storage. */
  readonly storage: SecureStorage;
  /** Closes it, and opens the same values again; of kinds that outlive the process. */
  reopen?(): Promise<SecureStorage>;
}

/** Opens an empty secure storage. */
export type MakeSecrets = () => Promise<SecretsUnderTest>;

const bytes = (...values: number[]) => Uint8Array.from(values);
const plain = (found: { value: Uint8Array; version: number } | null) => found && [[...found.value], found.version];

/** The cases of secure storages. */
export const SECURE_STORAGE_CASES: readonly ConformanceCase<MakeSecrets>[] = [
  {
    name: "set() keeps bytes under a name, with a version that grows by 1",
    async run(make) {
      await using secrets = await make();
      const { storage } = secrets;
      equal(await storage.get("a"), null);
      deepStrictEqual(await storage.set("a", bytes(1, 2, 3)), { ok: true, version: 1 });
      deepStrictEqual(await storage.set("a", bytes()), { ok: true, version: 2 });
      deepStrictEqual(plain(await storage.get("a")), [[], 2]);
      deepStrictEqual(await storage.set("b", new Uint8Array(100_000).fill(7)), { ok: true, version: 1 });
      equal((await storage.get("b"))!.value.length, 100_000);
    },
  },
  {
    name: "set() with a version is a compare-and-set; 0 means that it must not exist",
    async run(make) {
      await using secrets = await make();
      const { storage } = secrets;
      deepStrictEqual(await storage.set("a", bytes(1), 1), { ok: false });
      const races = await Promise.all([1, 2, 3, 4].map((value) => storage.set("a", bytes(value), 0)));
      deepStrictEqual(races.map(({ ok }) => ok).sort(), [false, false, false, true]);
      deepStrictEqual(await storage.set("a", bytes(9), 1), { ok: true, version: 2 });
      deepStrictEqual(await storage.set("a", bytes(8), 1), { ok: false });
      deepStrictEqual(plain(await storage.get("a")), [[9], 2]);
    },
  },
  {
    name: "delete() removes a value, and again does nothing",
    async run(make) {
      await using secrets = await make();
      const { storage } = secrets;
      await storage.set("a", bytes(1));
      await storage.delete("a");
      await storage.delete("a");
      equal(await storage.get("a"), null);
      deepStrictEqual(await storage.list(""), []);
      deepStrictEqual((await storage.set("a", bytes(2), 0)).ok, true);
    },
  },
  {
    name: "list() has the names with a prefix, sorted, also those with slashes, dots and other characters",
    async run(make) {
      await using secrets = await make();
      const { storage } = secrets;
      const names = [".hidden", "..", "a/b", "a/c é", "a%2Fb", "b"];
      for (const name of names) await storage.set(name, bytes(1));
      deepStrictEqual(await storage.list(""), names.toSorted());
      deepStrictEqual(await storage.list("a/"), ["a/b", "a/c é"]);
      deepStrictEqual(await storage.list("c"), []);
    },
  },
  {
    name: "what was set is there after a restart",
    needs: "reopen",
    async run(make) {
      await using secrets = await make();
      await secrets.storage.set("a", bytes(1));
      await secrets.storage.set("a", bytes(2));
      const again = await secrets.reopen!();
      deepStrictEqual(plain(await again.get("a")), [[2], 2]);
    },
  },
  {
    name: "values that are returned are the caller's own",
    async run(make) {
      await using secrets = await make();
      const { storage } = secrets;
      const value = bytes(1, 2);
      await storage.set("a", value);
      value.fill(0);
      (await storage.get("a"))!.value.fill(9);
      deepStrictEqual(plain(await storage.get("a")), [[1, 2], 1]);
    },
  },
  {
    name: "a closed storage is unavailable",
    async run(make) {
      await using secrets = await make();
      const { storage } = secrets;
      await storage[Symbol.asyncDispose]();
      await rejects(async () => await storage.get("a"), (error) => (error as { code?: string }).code === "unavailable");
    },
  },
];
