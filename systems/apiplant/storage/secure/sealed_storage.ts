/** A secure storage that seals values before another one keeps them. */
import { type SecureStorage, StorageError } from "../roles.ts";
import type { PrivateKey } from "./private_key.ts";
import { seal, unseal } from "./seal.ts";
import {
  type DataKey,
  newHeader,
  RESERVED_PREFIX,
  type SealHeader,
  SealHeaders,
  unwrap,
  wrapFor,
} from "./seal_header.ts";

const ID_BYTES = 8;

/** Values that only the private key opens. A value is bound to its name and version: it cannot stand in another's place. */
export class SealedStorage implements SecureStorage {
  readonly #storage: SecureStorage;
  readonly #headers: SealHeaders;
  readonly #privateKey: PrivateKey;
  /** By their ids: one, or two while the private key is exchanged. */
  readonly #dataKeys: Map<string, DataKey>;
  /** The data key of new values. */
  #current: DataKey;

  private constructor(storage: SecureStorage, privateKey: PrivateKey, keys: readonly DataKey[]) {
    this.#storage = storage;
    this.#headers = new SealHeaders(storage);
    this.#privateKey = privateKey;
    this.#dataKeys = new Map(keys.map((key) => [key.id, key]));
    this.#current = keys[0]!;
  }

  /**
   * Opens what the storage has with a private key; an empty one is sealed with it from now on. An exchange of the private key
   * that was interrupted is ended if this is the new one.
   *
   * @throws {StorageError} `invalid` if the values were sealed with another private key.
   */
  static async open(storage: SecureStorage, privateKey: PrivateKey): Promise<SealedStorage> {
    const headers = new SealHeaders(storage);
    const [current, next] = [await headers.current(), await headers.next()];
    if (current === null) {
      const made = await newHeader(privateKey);
      // Of several servers that start with an empty storage, one makes the data key for all.
      if (!await headers.start(made.header)) return await SealedStorage.open(storage, privateKey);
      return new SealedStorage(storage, privateKey, [made.dataKey]);
    }
    const newest = next === null ? null : await unwrap(privateKey, next, next.wrapped, next.id);
    if (next !== null && newest !== null) {
      const old = next.id === current.id ? null : await unwrap(privateKey, next, next.oldUnderNew!, current.id);
      const sealed = new SealedStorage(storage, privateKey, old === null ? [newest] : [newest, old]);
      await sealed.#sealAll(next);
      return sealed;
    }
    const dataKey = await unwrap(privateKey, current, current.wrapped, current.id);
    if (dataKey === null) {
      throw new StorageError("invalid", "The private key is not the one that the secrets were sealed with");
    }
    const other = next === null ? null : await unwrap(privateKey, current, next.newUnderOld!, next.id);
    return new SealedStorage(storage, privateKey, other === null ? [dataKey] : [dataKey, other]);
  }

  async get(name: string): Promise<{ value: Uint8Array; version: number } | null> {
    const found = await this.#storage.get(checked(name));
    return found === null ? null : { value: await this.#open(name, found), version: found.version };
  }

  async set(
    name: string,
    value: Uint8Array,
    ifVersion?: number,
  ): Promise<{ ok: true; version: number } | { ok: false }> {
    checked(name);
    while (true) {
      const version = ifVersion ?? (await this.#storage.get(name))?.version ?? 0;
      const result = await this.#storage.set(name, await this.#seal(name, value, version + 1), version);
      // Without a version asked for, the last one wins.
      if (result.ok || ifVersion !== undefined) return result;
    }
  }

  async delete(name: string): Promise<void> {
    await this.#storage.delete(checked(name));
  }

  async list(prefix: string): Promise<readonly string[]> {
    return (await this.#storage.list(prefix)).filter((name) => !name.startsWith(RESERVED_PREFIX));
  }

  /**
   * Seals all values with a new private key and a new data key. If it is interrupted, it goes on when the storage is opened
   * with the new private key; until then both open it. Versions grow by 1.
   */
  async rotate(privateKey: PrivateKey): Promise<void> {
    if (await this.#headers.next() !== null) {
      throw new StorageError(
        "conflict",
        "An exchange of the private key was interrupted: open the secrets with the new key",
      );
    }
    const current = (await this.#headers.current())!, old = this.#current;
    const { header, dataKey } = await newHeader(privateKey);
    const next: SealHeader = {
      ...header,
      oldUnderNew: await wrapFor(privateKey, header, old),
      newUnderOld: await wrapFor(this.#privateKey, current, dataKey),
    };
    await this.#headers.setNext(next);
    this.#dataKeys.set(dataKey.id, dataKey);
    this.#current = dataKey;
    await this.#sealAll(next);
  }

  async [Symbol.asyncDispose](): Promise<void> {
    for (const { bytes } of this.#dataKeys.values()) bytes.fill(0);
    await this.#storage[Symbol.asyncDispose]();
  }

  /** Seals each value that an older data key has, then forgets that key. */
  async #sealAll(next: SealHeader): Promise<void> {
    for (const name of await this.list("")) {
      let done = false;
      while (!done) {
        const found = await this.#storage.get(name);
        done = found === null || keyId(found.value) === this.#current.id || (await this.#storage.set(
          name,
          await this.#seal(name, await this.#open(name, found), found.version + 1),
          found.version,
        )).ok;
      }
    }
    const { v, id, salt, wrapped } = next;
    await this.#headers.setCurrent({ v, id, salt, wrapped });
    await this.#headers.removeNext();
    for (const id of this.#dataKeys.keys()) if (id !== this.#current.id) this.#dataKeys.delete(id);
  }

  async #seal(name: string, value: Uint8Array, version: number): Promise<Uint8Array> {
    const sealed = await seal(this.#current.key, value.slice(), bound(name, version));
    const bytes = new Uint8Array(ID_BYTES + sealed.length);
    bytes.set(Uint8Array.fromHex(this.#current.id));
    bytes.set(sealed, ID_BYTES);
    return bytes;
  }

  async #open(name: string, { value, version }: { value: Uint8Array; version: number }): Promise<Uint8Array> {
    const key = this.#dataKeys.get(keyId(value))?.key;
    const opened = key === undefined ? null : await unseal(key, value.slice(ID_BYTES), bound(name, version));
    if (opened === null) {
      throw new StorageError("corrupt", `The secret ${name} is not what was sealed`, { remedy: "restore it" });
    }
    return opened;
  }
}

function keyId(sealed: Uint8Array): string {
  return sealed.subarray(0, ID_BYTES).toHex();
}

function bound(name: string, version: number): string {
  return `${version} ${name}`;
}

function checked(name: string): string {
  if (name.startsWith(RESERVED_PREFIX)) {
    throw new StorageError("invalid", `Names of secrets do not start with ${RESERVED_PREFIX}`);
  }
  return name;
}
