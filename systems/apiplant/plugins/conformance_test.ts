import { testConformance } from "../storage/conformance/conformance.ts";
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
import type { Encoding } from "../remote/encoding.ts";
import { SHIPPED, type Shipped, StartedPlugin } from "./testing/started_plugin.ts";

/** A storage of a plugin, which is killed where a case opens it again. */
async function made<Storage extends AsyncDisposable>(
  name: Shipped,
  role: DriverRole,
  encoding: Encoding,
  open: (caller: Caller) => Promise<Storage>,
) {
  const plugin = await StartedPlugin.start(name, role);
  let storage = await open(plugin.caller(encoding));
  const other = await open(plugin.caller(encoding));
  const reopen = async () => {
    await storage[Symbol.asyncDispose]();
    await plugin.kill();
    return storage = await open(plugin.caller(encoding));
  };
  return {
    storage,
    other,
    reopen,
    crash: reopen,
    async [Symbol.asyncDispose]() {
      for (const one of [storage, other, plugin]) await one[Symbol.asyncDispose]();
    },
  };
}

for (const name of ["reference", "python"] as const) {
  // Each encoding has all cases without a process of its own, beside the clients.
  const encoding = SHIPPED[name].at(-1)!, title = `the plugin ${name} in ${encoding}`;
  const events = () => made(name, "event", encoding, (caller) => RemoteEventStorage.open(caller));
  const models = () => made(name, "model", encoding, (caller) => RemoteModelStorage.open(caller));
  const secrets = () => made(name, "secure", encoding, (caller) => RemoteSecureStorage.open(caller));
  const errors = () => made(name, "error", encoding, (caller) => RemoteErrorStorage.open(caller));
  testConformance(`events of ${title}`, EVENT_STORAGE_CASES, events, ["reopen", "trim"]);
  testConformance(`models of ${title}`, MODEL_STORAGE_CASES, models, ["reopen", "crash"]);
  testConformance(`secrets of ${title}`, SECURE_STORAGE_CASES, secrets, ["reopen"]);
  testConformance(`errors of ${title}`, ERROR_STORAGE_CASES, errors, ["reopen"]);
}
