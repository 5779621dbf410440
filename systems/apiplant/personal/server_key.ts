/** The key that all servers of a log share: it tells equal values without showing them. */
import type { SecureStorage } from "../storage/roles.ts";
import { StorageError } from "../storage/roles.ts";

const NAME = "server/hmac";

/** Makes HMAC-SHA-256 values, with a key that is made at its first use. Methods reject with a `StorageError`. */
export class ServerKey {
  readonly #secure: SecureStorage;
  #key: Promise<CryptoKey> | null = null;

  /** Keeps the key in a storage. */
  constructor(secure: SecureStorage) {
    this.#secure = secure;
  }

  /** The HMAC of a text, in base64. */
  async hmac(text: string): Promise<string> {
    this.#key ??= this.#read().catch((error) => {
      this.#key = null;
      throw error;
    });
    const signed = await crypto.subtle.sign("HMAC", await this.#key, new TextEncoder().encode(text));
    return new Uint8Array(signed).toBase64();
  }

  async #read(): Promise<CryptoKey> {
    const made = crypto.getRandomValues(new Uint8Array(32));
    // Of servers that start at once, one makes it.
    if (await this.#secure.get(NAME) === null) await this.#secure.set(NAME, made, 0);
    const found = await this.#secure.get(NAME);
    if (found === null) throw new StorageError("unavailable", "The server's key was deleted while it was read");
    const algorithm = { name: "HMAC", hash: "SHA-256" };
    return await crypto.subtle.importKey("raw", found.value.slice(), algorithm, false, ["sign"]);
  }
}
