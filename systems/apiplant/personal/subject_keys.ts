/** The keys of instances with personal data, in secure storage. Without its key, what an instance's personal fields had cannot be read. */
import type { Seq } from "../event/event.ts";
import { aesKey } from "../storage/secure/private_key.ts";
import type { SecureStorage } from "../storage/roles.ts";
import { sinceOf } from "./envelope.ts";

const PREFIX = "subject/";
/** How many instances' keys are kept in memory. */
const KEPT = 10_000;
/** How many erasures are kept in memory: they count until the keys are deleted, and for changes that run meanwhile. */
const KEPT_ERASURES = 100_000;

/** A key with its id. */
export interface SubjectKey {
  readonly id: string;
  readonly key: CryptoKey;
}

/** Makes, finds and erases keys. Methods reject with a `StorageError`. */
export class SubjectKeys {
  readonly #secure: SecureStorage;
  /** By model and instance, then by id. The least recently used go first. */
  readonly #kept = new Map<string, Map<string, CryptoKey>>();
  /** The places of the last erasures, by instance and by model. */
  readonly #erasures = new Map<string, Seq>();

  /** Uses a storage whose other names do not start with `subject/`. */
  constructor(secure: SecureStorage) {
    this.#secure = secure;
  }

  /** Makes a key for events behind the place `since`. It is in secure storage when this resolves. */
  async make(model: string, instance: string, since: Seq): Promise<SubjectKey> {
    const bytes = crypto.getRandomValues(new Uint8Array(32));
    const id = `${since}-${crypto.getRandomValues(new Uint8Array(6)).toHex()}`;
    await this.#secure.set(nameOf(model, instance, id), bytes, 0);
    const key = await aesKey(bytes);
    bytes.fill(0);
    this.#keep(model, instance, id, key);
    return { id, key };
  }

  /** A key; `null` if it was erased. */
  async find(model: string, instance: string, id: string): Promise<CryptoKey | null> {
    if (this.isErased(model, instance, id)) return null;
    const kept = this.#kept.get(`${model}/${instance}`)?.get(id);
    if (kept !== undefined) return kept;
    const found = await this.#secure.get(nameOf(model, instance, id));
    // It can have been erased while it was read.
    if (found === null || this.isErased(model, instance, id)) return null;
    const key = await aesKey(found.value.slice());
    this.#keep(model, instance, id, key);
    return key;
  }

  /** Whether an erasure of the log ends the key, whether or not it still exists. */
  isErased(model: string, instance: string, id: string): boolean {
    return sinceOf(id) < this.erasedAt(model, instance);
  }

  /** The place of the last erasure of an instance that this server knows of; 0 without one. */
  erasedAt(model: string, instance: string): Seq {
    if (this.#erasures.size === 0) return 0;
    return Math.max(this.#erasures.get(`${model}/${instance}`) ?? 0, this.#erasures.get(model) ?? 0);
  }

  /** Lets nothing be decrypted any more that was encrypted before a place; `null` means every instance of the model. */
  forget(model: string, instance: string | null, seq: Seq): void {
    const erased = instance === null ? model : `${model}/${instance}`;
    this.#erasures.delete(erased);
    this.#erasures.set(erased, seq);
    if (this.#erasures.size > KEPT_ERASURES) this.#erasures.delete(this.#erasures.keys().next().value!);
    if (instance !== null) this.#kept.delete(`${model}/${instance}`);
    else for (const name of this.#kept.keys()) if (name.startsWith(`${model}/`)) this.#kept.delete(name);
  }

  /** Deletes the keys that were made before a place. */
  async erase(model: string, instance: string | null, seq: Seq): Promise<void> {
    const prefix = instance === null ? `${PREFIX}${model}/` : `${PREFIX}${model}/${instance}/`;
    for (const name of await this.#secure.list(prefix)) {
      if (sinceOf(name.slice(name.lastIndexOf("/") + 1)) < seq) await this.#secure.delete(name);
    }
  }

  /** Deletes a key that encrypted nothing. */
  async discard(model: string, instance: string, id: string): Promise<void> {
    this.#kept.get(`${model}/${instance}`)?.delete(id);
    await this.#secure.delete(nameOf(model, instance, id));
  }

  /** Whether an instance has a key. */
  async exist(model: string, instance: string): Promise<boolean> {
    return (await this.#secure.list(`${PREFIX}${model}/${instance}/`)).length > 0;
  }

  /** Deletes every key that is not among these, each written `model/instance/id`. */
  async keepOnly(used: ReadonlySet<string>): Promise<void> {
    for (const name of await this.#secure.list(PREFIX)) {
      if (!used.has(name.slice(PREFIX.length))) await this.#secure.delete(name);
    }
  }

  #keep(model: string, instance: string, id: string, key: CryptoKey): void {
    const name = `${model}/${instance}`, keys = this.#kept.get(name) ?? new Map<string, CryptoKey>();
    keys.set(id, key);
    this.#kept.delete(name);
    this.#kept.set(name, keys);
    if (this.#kept.size > KEPT) this.#kept.delete(this.#kept.keys().next().value!);
  }
}

function nameOf(model: string, instance: string, id: string): string {
  return `${PREFIX}${model}/${instance}/${id}`;
}
