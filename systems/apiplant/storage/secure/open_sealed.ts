/** Opens secrets that another storage keeps, with the key that the settings name. */
import { withSystemErrors } from "../file/system_error.ts";
import { type SecureStorage, StorageError } from "../roles.ts";
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

/**
 * Opens them, or starts with none. The storage below ends with what this gives, and at once if it fails.
 *
 * @throws {StorageError} `not_found` or `invalid` if the key is missing or another one.
 */
export async function openSealed(
  below: SecureStorage,
  { privateKey, passphrase, ownKey, warn }: SealedOptions,
): Promise<SealedStorage> {
  try {
    if (passphrase !== null) return await SealedStorage.open(below, { kind: "passphrase", passphrase });
    if (privateKey !== null) return await SealedStorage.open(below, await keyOf(privateKey));
    const ended = await endExchange(below, ownKey);
    if (ended !== null) return ended;
    if ((await below.list("")).length === 0 && !await exists(ownKey)) {
      await withSystemErrors(ownKey, () => makePrivateKey(ownKey));
      warn(`Made the private key ${ownKey}: keep a copy apart from the data, without it the secrets cannot be read`);
    }
    return await SealedStorage.open(below, await keyOf(ownKey));
  } catch (error) {
    await below[Symbol.asyncDispose]();
    throw error;
  }
}

/** Seals all secrets with a new private key in the place of the server's own one. An interrupted exchange ends at the next start. */
export async function exchangeOwnKey(secrets: SealedStorage, ownKey: string): Promise<void> {
  const beside = besideOf(ownKey);
  await withSystemErrors(beside, () => makePrivateKey(beside));
  await secrets.rotate(await keyOf(beside));
  await withSystemErrors(ownKey, () => Deno.rename(beside, ownKey));
}

/** Ends an exchange of the server's own key that was interrupted; `null` if none was begun. */
async function endExchange(below: SecureStorage, ownKey: string): Promise<SealedStorage | null> {
  const beside = besideOf(ownKey);
  if (!await exists(beside)) return null;
  try {
    const secrets = await SealedStorage.open(below, await keyOf(beside));
    await withSystemErrors(ownKey, () => Deno.rename(beside, ownKey));
    return secrets;
  } catch (error) {
    if (!(error instanceof StorageError) || error.code !== "invalid") throw error;
    // Nothing was sealed with it yet.
    await withSystemErrors(beside, () => Deno.remove(beside));
    return null;
  }
}

function besideOf(ownKey: string): string {
  return `${ownKey}.new`;
}

function keyOf(setting: string): Promise<PrivateKey> {
  return withSystemErrors(setting, () => readPrivateKey(setting));
}

function exists(path: string): Promise<boolean> {
  return withSystemErrors(path, async () => {
    try {
      await Deno.stat(path);
      return true;
    } catch (error) {
      if (error instanceof Deno.errors.NotFound) return false;
      throw error;
    }
  });
}
