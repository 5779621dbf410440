import { deepStrictEqual, equal, match } from "node:assert/strict";
import { DataFolder } from "../server/data_folder.ts";
import type { ServerError } from "../server/exit.ts";
import { asServerError } from "../server/server_error.ts";
import { FileSecureStorage } from "../storage/file/secure_storage.ts";
import { StorageError } from "../storage/roles.ts";
import { RULES } from "./error_rules.ts";

/** The message and the remedy of what is thrown, as a command line prints them. */
async function printed(open: () => Promise<unknown>): Promise<[string, string]> {
  try {
    await open();
  } catch (thrown) {
    const error = asServerError(thrown) as ServerError;
    return [error.message, RULES.hint!(error)!];
  }
  throw new Error("It must fail");
}

Deno.test("what keeps a server from its data is printed with one remedy, which is the one that helps", async () => {
  const folder = await Deno.makeTempDir();
  try {
    await Deno.writeTextFile(`${folder}/file`, "");
    const [message, remedy] = await printed(() => DataFolder.open(`${folder}/file/data`));
    match(message, /^Cannot write the data folder .*\/file\/data: /);
    equal(remedy, "set server.data-dir to a folder that this user can write");
    using _data = await DataFolder.open(`${folder}/data`);
    deepStrictEqual(await printed(() => DataFolder.open(`${folder}/data`)), [
      `Another server has the data folder ${folder}/data`,
      "stop it, or set server.data-dir",
    ]);
    await using _secrets = await FileSecureStorage.open(`${folder}/secrets`);
    deepStrictEqual(await printed(() => FileSecureStorage.open(`${folder}/secrets`)), [
      `Another process has the secrets in ${folder}/secrets open`,
      "stop it",
    ]);
  } finally {
    await Deno.remove(folder, { recursive: true });
  }
});

Deno.test("a failure without a remedy of its own is printed with that of its exit code", () => {
  const error = asServerError(new StorageError("corrupt", "The log is damaged")) as ServerError;
  match(RULES.hint!(error)!, /^see the place by deno task apiplant verify; /);
  equal(RULES.hint!(new Error("another")), null);
});
