import { deepStrictEqual } from "node:assert/strict";
import { ManualClock } from "@fluxwire/transport";
import { MemorySecureStorage } from "../storage/memory/secure_storage.ts";
import type { SecureStorage } from "../storage/roles.ts";
import { WebhookSecrets } from "./webhook_secrets.ts";

/** A storage whose first answer waits, with what there was when it was asked. */
function slowOnce(storage: MemorySecureStorage, first: Promise<void>): SecureStorage {
  let wait: Promise<void> | null = first;
  return {
    get: async (name) => {
      const value = storage.get(name), waited = wait;
      wait = null;
      await waited;
      return value;
    },
    set: (name, value, ifVersion) => storage.set(name, value, ifVersion),
    delete: (name) => storage.delete(name),
    list: (prefix) => storage.list(prefix),
    [Symbol.asyncDispose]: () => storage[Symbol.asyncDispose](),
  };
}

for (const place of ["on another server", "on this one"]) {
  Deno.test(`a secret that is made ${place} while the one before is read signs from then on`, async () => {
    const storage = new MemorySecureStorage(), clock = new ManualClock(), other = new WebhookSecrets(storage, clock);
    const answer = Promise.withResolvers<void>(),
      secrets = new WebhookSecrets(slowOnce(storage, answer.promise), clock);
    await other.set("w", "before");
    const reading = secrets.of("w");
    if (place === "on this one") await secrets.set("w", "after");
    else {
      await other.set("w", "after");
      secrets.changed("w");
    }
    answer.resolve();
    deepStrictEqual(await reading, ["before"]);
    deepStrictEqual(await secrets.of("w"), ["after", "before"]);
  });
}

Deno.test("of two secrets that servers make at the same time, both sign", async () => {
  const storage = new MemorySecureStorage(), clock = new ManualClock();
  const answer = Promise.withResolvers<void>(), one = new WebhookSecrets(slowOnce(storage, answer.promise), clock);
  const making = one.set("w", "one");
  await new WebhookSecrets(storage, clock).set("w", "two");
  answer.resolve();
  await making;
  deepStrictEqual(await one.of("w"), ["one", "two"]);
});
