/** The key that seals a secure storage: 32 bytes from a file or a variable, or made from a passphrase. */
import { StorageError } from "../roles.ts";

/** The rounds of PBKDF2. */
const ROUNDS = 600_000;
const KEY_BYTES = 32;

/** Where a private key comes from. */
export type PrivateKey =
  | { readonly kind: "bytes"; readonly bytes: Uint8Array<ArrayBuffer> }
  | { readonly kind: "passphrase"; readonly passphrase: string };

/**
 * Reads the key that a setting names: `env:NAME`, or the path of a file. Either holds 32 bytes in base64.
 *
 * @throws {StorageError} `not_found` if it is missing, `invalid` if it is not 32 bytes; neither shows the key.
 */
export async function readPrivateKey(
  setting: string,
  variable: (name: string) => string | undefined = (name) => Deno.env.get(name),
): Promise<PrivateKey> {
  const name = setting.startsWith("env:") ? setting.slice(4) : null;
  const text = name === null ? await readKeyFile(setting) : variable(name);
  const place = name === null ? `file ${setting}` : `variable ${name}`;
  if (text === undefined) {
    throw new StorageError(
      "not_found",
      `There is no ${place} with the private key: make one with \`openssl rand -base64 32\``,
    );
  }
  let bytes;
  try {
    bytes = Uint8Array.fromBase64(text.trim());
  } catch {
    throw new StorageError("invalid", `The private key in the ${place} is not base64`);
  }
  if (bytes.length !== KEY_BYTES) {
    throw new StorageError("invalid", `The private key in the ${place} has ${bytes.length} bytes, not ${KEY_BYTES}`);
  }
  return { kind: "bytes", bytes };
}

/** Makes a new key in a file that does not exist yet, for this user alone. */
export async function makePrivateKey(path: string): Promise<void> {
  const text = `${crypto.getRandomValues(new Uint8Array(KEY_BYTES)).toBase64()}\n`;
  await Deno.writeTextFile(path, text, { createNew: true, mode: 0o600 });
}

async function readKeyFile(path: string): Promise<string | undefined> {
  try {
    return await Deno.readTextFile(path);
  } catch (error) {
    if (error instanceof Deno.errors.NotFound) return undefined;
    throw error;
  }
}

/** The key that wraps data keys. `salt` counts for passphrases. */
export async function wrappingKey(key: PrivateKey, salt: Uint8Array<ArrayBuffer>): Promise<CryptoKey> {
  if (key.kind === "bytes") return await aesKey(key.bytes);
  const material = await crypto.subtle.importKey("raw", new TextEncoder().encode(key.passphrase), "PBKDF2", false, [
    "deriveKey",
  ]);
  const derivation = { name: "PBKDF2", hash: "SHA-256", salt, iterations: ROUNDS };
  return await crypto.subtle.deriveKey(derivation, material, { name: "AES-GCM", length: 256 }, false, [
    "encrypt",
    "decrypt",
  ]);
}

/** A key of AES-256-GCM that cannot be read out again. */
export async function aesKey(bytes: Uint8Array<ArrayBuffer>): Promise<CryptoKey> {
  return await crypto.subtle.importKey("raw", bytes, "AES-GCM", false, ["encrypt", "decrypt"]);
}
