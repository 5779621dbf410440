/** Settings whose values are kept in secure storage. */
import type { SecureStorage } from "../storage/roles.ts";
import type { Setting, Settings } from "./config.ts";

const PREFIX = "secure:";

/** The value of a name in secure storage, or `null`. */
export type GetSecret = (name: string) => Promise<string | null>;

/**
 * The secret that a setting names with `secure:NAME`; `null` for a setting that is no such name.
 *
 * @throws {Error} That names the setting if the name has no value.
 */
export async function resolved(value: string, get: GetSecret, path: string): Promise<string | null> {
  if (!value.startsWith(PREFIX)) return null;
  const name = value.slice(PREFIX.length), secret = await get(name);
  if (secret === null) throw new Error(`${path}: secure storage has no value named ${name}`);
  return secret;
}

/**
 * Settings with every `secure:NAME` replaced.
 *
 * @param get The value of a name, or `null`.
 * @throws {Error} That names the setting if a name has no value.
 */
export async function withSecrets(
  settings: Settings,
  get: GetSecret,
  path = "",
): Promise<Settings> {
  const members = await Promise.all(
    Object.entries(settings).map(async ([key, value]) => {
      return [key, await replaced(value, get, path === "" ? key : `${path}.${key}`)];
    }),
  );
  return Object.fromEntries(members);
}

async function replaced(
  value: Setting,
  get: GetSecret,
  path: string,
): Promise<Setting> {
  if (typeof value === "string") {
    return await resolved(value, get, path) ?? value;
  }
  if (Array.isArray(value)) return await Promise.all(value.map((one) => replaced(one, get, path)));
  return typeof value === "object" ? await withSecrets(value as Settings, get, path) : value;
}

/** The texts of a secure storage, by name. */
export function textOf(secrets: Pick<SecureStorage, "get">): GetSecret {
  return async (name) => {
    const secret = await secrets.get(name);
    return secret === null ? null : new TextDecoder().decode(secret.value);
  };
}
