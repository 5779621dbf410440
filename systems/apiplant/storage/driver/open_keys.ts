/** Opens the secure storage and the error storage that settings describe, in a key-value store. */
import type { OwnSettings } from "../../server/own_settings.ts";
import { openSealed } from "../secure/open_sealed.ts";
import { type ErrorStorage, type SecureStorage, StorageError } from "../roles.ts";
import { DriverErrorStorage } from "./keys/error_storage.ts";
import { DriverSecureStorage } from "./keys/secure_storage.ts";
import { linkFrom } from "./settings.ts";

/** How many error records are kept if the settings do not say. */
const MAX_RECORDS = 10_000;

/**
 * Secrets in a store that a driver reaches, sealed before they get there.
 *
 * @param ownKey The file of the private key, unless the settings name another.
 * @throws {StorageError} As `linkFrom`, `DriverSecureStorage.open` and `openSealed`.
 */
export async function openDriverSecrets(
  settings: OwnSettings,
  ownKey: string,
  warn: (text: string) => void,
): Promise<SecureStorage> {
  const sealing = {
    privateKey: settings.optional("private-key"),
    passphrase: settings.optional("passphrase"),
    ownKey,
    warn,
  };
  const prefix = prefixFrom(settings);
  return await openSealed(await DriverSecureStorage.open(await linkFrom(settings, "secure", warn), prefix), sealing);
}

/**
 * Error records in a store that a driver reaches.
 *
 * @throws {StorageError} As `linkFrom` and `DriverErrorStorage.open`.
 */
export async function openDriverErrors(settings: OwnSettings, warn: (text: string) => void): Promise<ErrorStorage> {
  const prefix = prefixFrom(settings), max = settings.integer("max", 1, 1_000_000) ?? MAX_RECORDS;
  return await DriverErrorStorage.open(await linkFrom(settings, "error", warn), prefix, max);
}

function prefixFrom(settings: OwnSettings): string {
  const prefix = settings.text("prefix", "apiplant:");
  if (/^[A-Za-z0-9_:.-]{0,64}$/.test(prefix)) return prefix;
  throw new StorageError(
    "invalid",
    `The prefix ${JSON.stringify(prefix)} must be up to 64 letters, digits, _, :, . and -`,
  );
}
