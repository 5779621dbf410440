/**
 * The reference driver: all four roles of storage in one process. With the setting `path`, a folder, it keeps what it has there;
 * without, it forgets all when it ends.
 *
 * @module
 */
import { join } from "node:path";
import type { DriverStorages } from "./driver.ts";
import { type PluginDefinition, servePlugin } from "./serve_plugin.ts";

/** The reference driver, as a plugin. */
export const REFERENCE: PluginDefinition = {
  name: "reference",
  version: "1.0.0",
  roles: ["event", "model", "secure", "error"],
  capabilities: ["trim"],
  open: ({ path }) => typeof path === "string" ? inFiles(path) : inMemory(),
};

async function inMemory(): Promise<DriverStorages> {
  const [event, model, secure, error] = await Promise.all([
    import("../storage/memory/event_storage.ts"),
    import("../storage/memory/model_storage.ts"),
    import("../storage/memory/secure_storage.ts"),
    import("../storage/memory/error_storage.ts"),
  ]);
  return {
    event: new event.MemoryEventStorage(),
    model: new model.MemoryModelStorage(),
    secure: new secure.MemorySecureStorage(),
    error: new error.MemoryErrorStorage(),
  };
}

async function inFiles(folder: string): Promise<DriverStorages> {
  const [event, model, secure, error] = await Promise.all([
    import("../storage/file/event_storage.ts"),
    import("../storage/sqlite/model_storage.ts"),
    import("../storage/file/secure_storage.ts"),
    import("../storage/file/error_storage.ts"),
  ]);
  await Deno.mkdir(folder, { recursive: true, mode: 0o700 });
  return {
    event: await event.FileEventStorage.open({
      folder: join(folder, "events"),
      sync: "commit",
      syncMs: 200,
      verify: "last",
      segmentBytes: 64 << 20,
      warn: (text) => console.error(`WARN ${text}`),
    }),
    model: await model.SqliteModelStorage.open(join(folder, "models.sqlite")),
    secure: await secure.FileSecureStorage.open(join(folder, "secrets")),
    error: await error.FileErrorStorage.open(join(folder, "errors")),
  };
}

if (import.meta.main) await servePlugin(REFERENCE);
