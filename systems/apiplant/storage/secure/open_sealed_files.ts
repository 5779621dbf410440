/** Opens sealed secrets, in files or in another storage, with the key that the settings name. */
import { FileSecureStorage } from "../file/secure_storage.ts";
import { withSystemErrors } from "../file/system_error.ts";
import type { SecureStorage } from "../roles.ts";
import { makePrivateKey, type PrivateKey, readPrivateKey } from "./private_key.ts";
import { SealedStorage } from "./sealed_storage.ts";

/** Where the key of secrets is. */
export interface SealedOptions {
  /** A path, or `env:NAME`. `null`: the file at `ownKey`, which is made with the first secrets. */
  readonly privateKey: string | null;
  /** Counts before `privateKey`. */
  readonly passphrase: string | null;
  readonly ownKey: string;
  /** Gets a sentence for people when a key was made. */
  readonly warn: (text: string) => void;
}

/** Where secrets in files and their key are. */
export interface SealedFilesOptions extends SealedOptions {
  /** The folder of the secrets. */
  readonly folder: string;
}

/**
 * Opens them, or starts with none.
 *
 * @throws {StorageError} `not_found` or `invalid` if the key is missing or another one; `conflict` if another process has them.
 */
export async function openSealedFiles(options: SealedFilesOptions): Promise<SecureStorage> {
  return await openSealed(await FileSecureStorage.open(options.folder), options);
}

/**
 * Opens the sealed secrets of a storage, which is closed if that fails.
 *
 * @throws {StorageError} `not_found` or `invalid` if the key is missing or another one.
 */
export async function openSealed(storage: SecureStorage, options: SealedOptions): Promise<SecureStorage> {
  try {
    const privateKey = await withSystemErrors(options.ownKey, () => privateKeyOf(options, storage));
    return await SealedStorage.open(storage, privateKey);
  } catch (error) {
    await storage[Symbol.asyncDispose]();
    throw error;
  }
}

async function privateKeyOf(options: SealedOptions, storage: SecureStorage): Promise<PrivateKey> {
  const { privateKey, passphrase, ownKey, warn } = options;
  if (passphrase !== null) return { kind: "passphrase", passphrase };
  if (privateKey !== null) return await readPrivateKey(privateKey);
  if ((await storage.list("")).length === 0 && !await exists(ownKey)) {
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
