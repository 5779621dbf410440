/**
 * The data keys of a sealed storage, wrapped by the private key.
 *
 * While the private key is exchanged there are two headers. The second has the data keys of both, wrapped by both private
 * keys: with either one all values can be read, and an exchange that was interrupted goes on with the new one.
 */
import { type SecureStorage, StorageError } from "../roles.ts";
import { aesKey, type PrivateKey, wrappingKey } from "./private_key.ts";
import { seal, unseal } from "./seal.ts";

/** The names that sealing uses; others do not start like this. */
export const RESERVED_PREFIX = "sealing/";
const CURRENT = "sealing/current", NEXT = "sealing/next";

/** A header as it is stored. */
export interface SealHeader {
  readonly v: 1;
  /** Tells data keys apart; each sealed value starts with it. 16 hexadecimal digits. */
  readonly id: string;
  /** Base64: counts for passphrases. */
  readonly salt: string;
  /** The data key, wrapped by the private key. Only the right one opens it. */
  readonly wrapped: string;
  /** Of the second header: the old data key wrapped by the new private key, and the other way round. */
  readonly oldUnderNew?: string;
  readonly newUnderOld?: string;
}

/** A data key that can be used, and its bytes as far as they are needed to be wrapped again. */
export interface DataKey {
  readonly id: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly key: CryptoKey;
}

/** Reads and writes the headers of a storage. */
export class SealHeaders {
  readonly #storage: SecureStorage;

  /** Uses a storage whose values are not sealed by it. */
  constructor(storage: SecureStorage) {
    this.#storage = storage;
  }

  current(): Promise<SealHeader | null> {
    return this.#read(CURRENT);
  }

  next(): Promise<SealHeader | null> {
    return this.#read(NEXT);
  }

  /** Sets the first header of a storage; false if another server has set one. */
  async start(header: SealHeader): Promise<boolean> {
    return (await this.#storage.set(CURRENT, textOf(header), 0)).ok;
  }

  async setCurrent(header: SealHeader): Promise<void> {
    await this.#write(CURRENT, header);
  }

  async setNext(header: SealHeader): Promise<void> {
    await this.#write(NEXT, header);
  }

  async removeNext(): Promise<void> {
    await this.#storage.delete(NEXT);
  }

  async #read(name: string): Promise<SealHeader | null> {
    const found = await this.#storage.get(name);
    if (found === null) return null;
    const header = JSON.parse(new TextDecoder().decode(found.value));
    if (header.v !== 1) {
      throw new StorageError(
        "corrupt",
        `The secrets are sealed in version ${header.v}, known is 1: use a newer server`,
      );
    }
    return header;
  }

  async #write(name: string, header: SealHeader): Promise<void> {
    await this.#storage.set(name, textOf(header));
  }
}

function textOf(header: SealHeader): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(header));
}

/** A new data key, and its header. */
export async function newHeader(privateKey: PrivateKey): Promise<{ header: SealHeader; dataKey: DataKey }> {
  const bytes = crypto.getRandomValues(new Uint8Array(32));
  const id = crypto.getRandomValues(new Uint8Array(8)).toHex();
  const salt = crypto.getRandomValues(new Uint8Array(16));
  const wrapped = (await seal(await wrappingKey(privateKey, salt), bytes, `data key ${id}`)).toBase64();
  return { header: { v: 1, id, salt: salt.toBase64(), wrapped }, dataKey: { id, bytes, key: await aesKey(bytes) } };
}

/** Wraps a data key by a private key; `header` has the salt of that key. */
export async function wrapFor(privateKey: PrivateKey, header: SealHeader, dataKey: DataKey): Promise<string> {
  const key = await wrappingKey(privateKey, Uint8Array.fromBase64(header.salt));
  return (await seal(key, dataKey.bytes, `data key ${dataKey.id}`)).toBase64();
}

/** The data key that was wrapped, or `null` if the private key is another. */
export async function unwrap(
  privateKey: PrivateKey,
  header: SealHeader,
  wrapped: string,
  id: string,
): Promise<DataKey | null> {
  const key = await wrappingKey(privateKey, Uint8Array.fromBase64(header.salt));
  const bytes = await unseal(key, Uint8Array.fromBase64(wrapped), `data key ${id}`);
  return bytes === null ? null : { id, bytes, key: await aesKey(bytes) };
}
