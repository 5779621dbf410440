import { deepStrictEqual, equal } from "node:assert/strict";
import { testConformance } from "../conformance/conformance.ts";
import { SECURE_STORAGE_CASES } from "../conformance/secure_storage.ts";
import type { PrivateKey } from "../secure/private_key.ts";
import { SealedStorage } from "../secure/sealed_storage.ts";
import { PostgresSecureStorage } from "./secure_storage.ts";
import { LogServer } from "./testing/log_server.ts";

const KEY: PrivateKey = { kind: "bytes", bytes: new Uint8Array(32).fill(1) };

let server: LogServer;
Deno.test.beforeAll(async () => {
  server = await LogServer.start();
});
Deno.test.afterAll(() => server[Symbol.asyncDispose]());

testConformance("PostgresSecureStorage", SECURE_STORAGE_CASES, async () => {
  const options = { address: server.address, schema: server.newSchema() };
  let storage = await PostgresSecureStorage.open(options);
  return {
    storage,
    async reopen() {
      await storage[Symbol.asyncDispose]();
      return storage = await PostgresSecureStorage.open(options);
    },
    [Symbol.asyncDispose]: () => storage[Symbol.asyncDispose](),
  };
}, ["reopen"]);

Deno.test("PostgresSecureStorage is one storage for servers that start at once, and one of them seals it", async () => {
  const options = { address: server.address, schema: server.newSchema() };
  const storages = await Promise.all(Array.from({ length: 4 }, () => PostgresSecureStorage.open(options)));
  const first = await SealedStorage.open(storages[0]!, KEY), second = await SealedStorage.open(storages[1]!, KEY);
  deepStrictEqual(await first.set("a", Uint8Array.of(1, 2)), { ok: true, version: 1 });
  deepStrictEqual([...(await second.get("a"))!.value], [1, 2]);
  const results = await Promise.all([first, second].map((one) => one.set("b", Uint8Array.of(3), 0)));
  equal(results.filter(({ ok }) => ok).length, 1);
  await Promise.all(storages.map((storage) => storage[Symbol.asyncDispose]()));
});
