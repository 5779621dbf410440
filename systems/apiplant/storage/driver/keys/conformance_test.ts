import { RedisServer } from "../../../../../drivers/redis/testing/redis_server.ts";
import { testConformance } from "../../conformance/conformance.ts";
import { ERROR_STORAGE_CASES } from "../../conformance/error_storage.ts";
import { SECURE_STORAGE_CASES } from "../../conformance/secure_storage.ts";
import { SealedStorage } from "../../secure/sealed_storage.ts";
import { driverService, openLink } from "../testing/drivers.ts";
import { DriverErrorStorage } from "./error_storage.ts";
import { DriverSecureStorage } from "./secure_storage.ts";

let server: RedisServer, stores = 0;
Deno.test.beforeAll(async () => {
  server = await RedisServer.start();
});
Deno.test.afterAll(() => server[Symbol.asyncDispose]());

/** A storage that can be opened again, each time with a driver of its own. */
async function underTest<S extends AsyncDisposable>(open: () => Promise<S>) {
  let storage = await open();
  return {
    storage,
    async reopen() {
      await storage[Symbol.asyncDispose]();
      return storage = await open();
    },
    [Symbol.asyncDispose]: () => storage[Symbol.asyncDispose](),
  };
}

const link = () => openLink(driverService("redis"), { host: "127.0.0.1", port: String(server.port) });

testConformance("DriverSecureStorage on Redis", SECURE_STORAGE_CASES, () => {
  const prefix = `s${++stores}:`;
  return underTest(async () => await DriverSecureStorage.open(await link(), prefix));
}, ["reopen"]);

testConformance("DriverSecureStorage on Redis, sealed", SECURE_STORAGE_CASES, () => {
  const prefix = `s${++stores}:`, passphrase = "correct horse battery staple";
  return underTest(async () => {
    return await SealedStorage.open(await DriverSecureStorage.open(await link(), prefix), {
      kind: "passphrase",
      passphrase,
    });
  });
}, ["reopen"]);

testConformance("DriverErrorStorage on Redis", ERROR_STORAGE_CASES, () => {
  const prefix = `e${++stores}:`;
  return underTest(async () => await DriverErrorStorage.open(await link(), prefix, 1_000));
}, ["reopen"]);
