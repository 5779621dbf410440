import { deepStrictEqual, equal, rejects } from "node:assert/strict";
import { StorageError } from "../roles.ts";
import { openSealedFiles, type SealedFilesOptions } from "./open_sealed_files.ts";

Deno.test("openSealedFiles() makes a key with the first secrets, and no second one", async () => {
  const folder = await Deno.makeTempDir(), warnings: string[] = [];
  const options: SealedFilesOptions = {
    folder: `${folder}/secrets`,
    privateKey: null,
    passphrase: null,
    ownKey: `${folder}/private.key`,
    warn: (text) => warnings.push(text),
  };
  const first = await openSealedFiles(options);
  await first.set("a", Uint8Array.of(1, 2));
  await rejects(openSealedFiles(options), (error) => error instanceof StorageError && error.code === "conflict");
  await first[Symbol.asyncDispose]();
  const again = await openSealedFiles(options);
  deepStrictEqual([...(await again.get("a"))!.value], [1, 2]);
  await again[Symbol.asyncDispose]();
  equal(warnings.length, 1);
  await Deno.remove(options.ownKey);
  await rejects(openSealedFiles(options), (error) => error instanceof StorageError && error.code === "not_found");
  await rejects(openSealedFiles({ ...options, passphrase: "x" }), /not the one that the secrets were sealed with/);
  await Deno.remove(folder, { recursive: true });
});
