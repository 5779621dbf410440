import { ok } from "node:assert/strict";
import { type ConformanceCase, testConformance } from "../storage/conformance/conformance.ts";
import { ERROR_STORAGE_CASES } from "../storage/conformance/error_storage.ts";
import { EVENT_STORAGE_CASES } from "../storage/conformance/event_storage.ts";
import { MODEL_STORAGE_CASES } from "../storage/conformance/model_storage.ts";
import { SECURE_STORAGE_CASES } from "../storage/conformance/secure_storage.ts";
import { RemoteErrorStorage } from "../storage/remote/error_storage.ts";
import { RemoteEventStorage } from "../storage/remote/event_storage.ts";
import { RemoteModelStorage } from "../storage/remote/model_storage.ts";
import { RemoteSecureStorage } from "../storage/remote/secure_storage.ts";
import type { Caller } from "../remote/caller.ts";
import type { DriverRole } from "../remote/driver_info.ts";
import { killedErrors, killedEvents, killedModels, killedSecrets, Killer } from "./testing/killed_storages.ts";
import { type Shipped, StartedPlugin } from "./testing/started_plugin.ts";

/**
 * Those whose calls are settled to one answer. One of I2 sends the drafts of the winner again, which is where they landed if
 * that answer is lost.
 */
function some<Make>(cases: readonly ConformanceCase<Make>[], ...starts: string[]): ConformanceCase<Make>[] {
  return cases.filter(({ name }) => starts.some((start) => name.startsWith(start)));
}

let kills = 0;

async function made<Storage extends AsyncDisposable>(
  name: Shipped,
  role: DriverRole,
  open: (caller: Caller, killer: Killer) => Promise<Storage>,
) {
  const plugin = await StartedPlugin.start(name, role), killer = new Killer(plugin);
  const storage = await open(plugin.caller("json"), killer);
  return {
    storage,
    async [Symbol.asyncDispose]() {
      kills += killer.kills;
      for (const one of [storage, plugin]) await one[Symbol.asyncDispose]();
    },
  };
}

for (const name of ["reference", "python"] as const) {
  const title = `the plugin ${name}, killed in calls`;
  testConformance(`events of ${title}`, some(EVENT_STORAGE_CASES, "I1", "I3", "I6"), () => {
    return made(name, "event", async (caller, killer) => killedEvents(await RemoteEventStorage.open(caller), killer));
  });
  testConformance(`models of ${title}`, some(MODEL_STORAGE_CASES, "M1 content", "M2", "M3 what", "M5"), () => {
    return made(name, "model", async (caller, killer) => killedModels(await RemoteModelStorage.open(caller), killer));
  });
  testConformance(`secrets of ${title}`, some(SECURE_STORAGE_CASES, "set", "delete", "list"), () => {
    return made(
      name,
      "secure",
      async (caller, killer) => killedSecrets(await RemoteSecureStorage.open(caller), killer),
    );
  });
  testConformance(`errors of ${title}`, some(ERROR_STORAGE_CASES, "list() has the newest"), () => {
    return made(name, "error", async (caller, killer) => killedErrors(await RemoteErrorStorage.open(caller), killer));
  });
}

Deno.test("plugins were killed in calls of every suite", () => ok(kills >= 20, `${kills} kills`));
