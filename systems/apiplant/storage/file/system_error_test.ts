import { equal, ok, rejects } from "node:assert/strict";
import { StorageError } from "../roles.ts";
import { MemorySecureStorage } from "../memory/secure_storage.ts";
import { openSealed } from "../secure/open_sealed.ts";
import { SqliteEventStorage } from "../sqlite/event_storage.ts";
import { SqliteModelStorage } from "../sqlite/model_storage.ts";
import { SqliteSecureStorage } from "../sqlite/secure_storage.ts";
import { FileErrorStorage } from "./error_storage.ts";
import { FileEventStorage } from "./event_storage.ts";
import { FileModelStorage } from "./model_storage.ts";
import { FileSecureStorage } from "./secure_storage.ts";
import { withSystemErrors } from "./system_error.ts";

/** Opens each kind below a path that is a file, where no folder can be. */
const OPEN: Readonly<Record<string, (path: string) => Promise<unknown>>> = {
  FileEventStorage: (folder) => FileEventStorage.open({ folder }),
  FileModelStorage: (folder) => FileModelStorage.open({ folder }),
  FileErrorStorage: (folder) => FileErrorStorage.open(folder),
  SqliteEventStorage: (path) => SqliteEventStorage.open(path),
  SqliteModelStorage: (path) => SqliteModelStorage.open(path),
  FileSecureStorage: (folder) => FileSecureStorage.open(folder),
  SqliteSecureStorage: (path) => SqliteSecureStorage.open(path),
  openSealed: (folder) => {
    const options = { privateKey: null, passphrase: null, ownKey: `${folder}/key`, warn: () => {} };
    return openSealed(new MemorySecureStorage(), options);
  },
};

for (const [name, open] of Object.entries(OPEN)) {
  Deno.test(`${name} names a place that it cannot use`, async () => {
    const file = await Deno.makeTempFile();
    await rejects(open(`${file}/below`), (error) => {
      ok(error instanceof StorageError, String(error));
      equal(error.code, "unavailable");
      ok(error.message.includes(`${file}/below`), error.message);
      return true;
    });
    await Deno.remove(file);
  });
}

Deno.test("withSystemErrors() tells a full disk from other failures, and leaves errors of programs alone", async () => {
  const failing = (error: Error) => withSystemErrors("/data", () => Promise.reject(error));
  const system = (code: string) => Object.assign(new Error("No space left on device"), { code });
  await rejects(failing(system("ENOSPC")), { code: "exhausted", message: "Cannot use /data: No space left on device" });
  await rejects(failing(system("EIO")), { code: "unavailable" });
  await rejects(failing(new TypeError("a defect")), TypeError);
  await rejects(failing(new StorageError("conflict", "x")), { code: "conflict", message: "x" });
});
