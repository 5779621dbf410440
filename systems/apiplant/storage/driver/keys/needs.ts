/** What secrets and errors need of a driver, and how it is seen whether the driver has it. */
import { type DriverMetadata, SCHEMA } from "@fluxwire/wire";
import { StorageError } from "../../roles.ts";
import type { Link } from "../link.ts";
import { KeySession } from "./key_session.ts";

/** The flags that a driver must have, with what they are for. */
const NEEDED: Readonly<Record<string, string>> = {
  KV_SCAN: "listing keys",
  KV_GET: "reading a key",
  KV_SET: "setting a key",
  KV_DELETE: "removing a key",
  KV_EXISTS: "asking whether a key exists",
};

/** A text with what drivers change: several bytes a character, signs, line ends, spaces at its ends, some length. */
const TEXT = ` {"é":"\u{10000}\\n"}\r\n\t${"x".repeat(200_000)} `;

/** Calls with the keys of a session. */
export type WithKeys = <T>(call: (keys: KeySession) => Promise<T>) => Promise<T>;

/**
 * Sees what the driver says of itself, then tries it with a key that is removed again.
 *
 * @returns What calls with the keys of the link's session.
 * @throws {StorageError} `unimplemented` with what is not as it must be, and the remedy.
 */
export async function keysOf(link: Link, prefix: string): Promise<WithKeys> {
  const flags = flagsOf(await link.run(({ opened }) => Promise.resolve(opened.metadata)));
  const missing = Object.entries(NEEDED).filter(([flag]) => !flags.has(flag)).map(([, what]) => what);
  if (missing.length > 0) throw lacks(link.label, missing.join(", "));
  const hasBulk = flags.has("KV_BULK_GET");
  const withKeys: WithKeys = (call) => link.run((session) => call(new KeySession(session, link.timeoutMs, hasBulk)));
  await tryNeeds(link.label, withKeys, `${prefix}trial`);
  return withKeys;
}

async function tryNeeds(driver: string, withKeys: WithKeys, prefix: string): Promise<void> {
  await withKeys(async (keys) => {
    // A name of its own: other servers may start at the same time.
    const key = `${prefix}:${crypto.randomUUID().replaceAll("-", "")}`;
    if (await keys.get(key) !== null) throw lacks(driver, "an answer that a key does not exist");
    if (await keys.claim(key, TEXT) !== TEXT) throw lacks(driver, "texts as they were set");
    if (await keys.claim(key, "other") !== TEXT) throw lacks(driver, "setting a key only if it does not exist");
    await keys.put(key, "other");
    if (await keys.get(key) !== "other") throw lacks(driver, "setting a key that exists");
    if (!(await keys.scan(`${prefix}:`)).includes(key)) throw lacks(driver, "listing the keys that start with a text");
    await keys.remove(key);
    if (await keys.get(key) !== null) throw lacks(driver, "removing a key");
  });
}

function flagsOf({ capabilities }: DriverMetadata): ReadonlySet<string> {
  const definition = SCHEMA.DriverCapabilities!;
  if (!("flags" in definition)) throw new TypeError("DriverCapabilities is a set of flags");
  const set = definition.flags.filter(({ bit }) => (BigInt(capabilities) >> BigInt(bit) & 1n) === 1n);
  return new Set(set.map(({ name }) => name));
}

function lacks(driver: string, what: string): StorageError {
  return new StorageError(
    "unimplemented",
    `The driver ${driver} cannot keep secrets and errors, it lacks ${what}: use a driver of a key-value store, such as that ` +
      "of Redis",
  );
}
