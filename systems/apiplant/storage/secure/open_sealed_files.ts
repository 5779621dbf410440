/** Opens sealed secrets in files, with the key that the settings name. */
import { FileSecureStorage } from "../file/secure_storage.ts";
import { withSystemErrors } from "../file/system_error.ts";
import type { SecureStorage } from "../roles.ts";
import { makePrivateKey, type PrivateKey, readPrivateKey } from "./private_key.ts";
import { SealedStorage } from "./sealed_storage.ts";

/** Where secrets and their key are. */
export interface SealedFilesOptions {
  /** The folder of the secrets. */
  readonly folder: string;
  /** A path, or `env:NAME`. `null`: the file at `ownKey`, which is made with the first secrets. */
  readonly privateKey: string | null;
  /** Counts before `privateKey`. */
  readonly passphrase: string | null;
  readonly ownKey: string;
  /** Gets a sentence for people when a key was made. */
  readonly warn: (text: string) => void;
}

/**
 * Opens them, or starts with none.
 *
 * @throws {StorageError} `not_found` or `invalid` if the key is missing or another one; `conflict` if another process has them.
 */
export async function openSealedFiles(options: SealedFilesOptions): Promise<SecureStorage> {
  const files = await FileSecureStorage.open(options.folder);
  try {
    return await SealedStorage.open(files, await withSystemErrors(options.ownKey, () => privateKeyOf(options, files)));
  } catch (error) {
    await files[Symbol.asyncDispose]();
    throw error;
  }
}

async function privateKeyOf(options: SealedFilesOptions, files: FileSecureStorage): Promise<PrivateKey> {
  const { privateKey, passphrase, ownKey, warn } = options;
  if (passphrase !== null) return { kind: "passphrase", passphrase };
  if (privateKey !== null) return await readPrivateKey(privateKey);
  if ((await files.list("")).length === 0 && !await exists(ownKey)) {
    await makePrivateKey(ownKey);
    warn(`Made the private key ${ownKey}: keep a copy apart from the data, without it the secrets cannot be read`);
  }
  return await readPrivateKey(ownKey);
}

async function exists(path: string): Promise<boolean> {
  try {
    await Deno.stat(path);
    return true;
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return false;
    throw error;
  }
}
