import { deepStrictEqual } from "node:assert/strict";
import { ERROR_STORAGE_CASES, SECURE_STORAGE_CASES, testConformance } from "@fluxwire/apiplant/testing";
import { plugin } from "./main.ts";
import { openStore } from "./storage.ts";

/** A role of a new file, which is removed when the test ends. */
async function opened<R extends "secure" | "error">(role: R) {
  const folder = await Deno.makeTempDir(), path = `${folder}/store.sqlite`;
  const open = () => openStore(path);
  let store = open();
  const close = async () => {
    await store.secure[Symbol.asyncDispose]();
    await store.error[Symbol.asyncDispose]();
  };
  return {
    storage: store[role],
    async reopen() {
      await close();
      store = open();
      return store[role];
    },
    async [Symbol.asyncDispose]() {
      await close();
      await Deno.remove(folder, { recursive: true });
    },
  };
}

testConformance("secrets", SECURE_STORAGE_CASES, () => opened("secure"), ["reopen"]);
testConformance("errors", ERROR_STORAGE_CASES, () => opened("error"), ["reopen"]);

Deno.test("the plugin says which roles it has, and opens all of them", async () => {
  const store = await plugin.open({});
  deepStrictEqual(Object.keys(store).sort(), [...plugin.roles].sort());
  await store.secure![Symbol.asyncDispose]();
  await store.error![Symbol.asyncDispose]();
});
