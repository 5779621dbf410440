/** The API keys of a log, which all its servers share. */
import { Refusal } from "../../commit/refusal.ts";
import { changeRegister, readRegister, type Registers } from "../../storage/register.ts";
import { ADMIN } from "./scopes.ts";
import { documentOf, type KeysDocument, keysOf, newSecret, type StoredKey } from "./stored_key.ts";

/** The register that has them. */
export const KEYS_REGISTER = "auth/keys";
/** How many keys there may be. */
export const MAX_KEYS = 1_000;
/** The name of the key that a server makes at its first start. */
const FIRST_KEY = "admin";

/** What a change of keys makes of them, and what it gives. */
interface Changed<T> {
  readonly keys: readonly StoredKey[];
  readonly result: T;
}

/** Reads and changes the keys; every change is compared and set, so that no server loses another's. */
export class KeyRing {
  readonly #log: Registers;
  #keys: ReadonlyMap<string, StoredKey> = new Map();
  #version = 0;

  /** Call `load` before anything else. */
  constructor(log: Registers) {
    this.#log = log;
  }

  /** Reads the keys anew. Rejects with a `StorageError`. */
  async load(): Promise<void> {
    const held = await readRegister<KeysDocument>(this.#log, KEYS_REGISTER), version = held?.version ?? 0;
    // An older answer may come after a newer one.
    if (version >= this.#version) this.#keep(keysOf(held?.value ?? null), version);
  }

  /** All keys by name. */
  list(): readonly StoredKey[] {
    return [...this.#keys.values()].toSorted((one, other) => one.id < other.id ? -1 : 1);
  }

  /** A key. */
  find(id: string): StoredKey | undefined {
    return this.#keys.get(id);
  }

  /**
   * The text of a first key that may do everything; `null` if the log ever had keys, also if all of them were removed or another
   * server came first.
   */
  async first(now: number): Promise<string | null> {
    return await this.#change((keys, isFirst) => {
      if (!isFirst) return { keys, result: null };
      const { text, hash } = newSecret(FIRST_KEY);
      const key = { id: FIRST_KEY, hash, scopes: [ADMIN], createdAt: timeOf(now), expiresAt: null, previous: null };
      return { keys: [key], result: text };
    });
  }

  /**
   * Makes a key; the text that a client sends is given this once.
   *
   * @throws {Refusal} `exists` or `too_large`.
   */
  async create(
    { id, scopes, expiresAt }: Pick<StoredKey, "id" | "scopes" | "expiresAt">,
    now: number,
  ): Promise<{ readonly key: StoredKey; readonly text: string }> {
    return await this.#change((keys) => {
      if (keys.some((one) => one.id === id)) throw new Refusal("exists", `A key is named ${id} already`, { id });
      if (keys.length >= MAX_KEYS) {
        throw new Refusal("too_large", `There are ${MAX_KEYS} keys, which is the limit`, { limit: MAX_KEYS });
      }
      const { text, hash } = newSecret(id);
      const key = { id, hash, scopes, createdAt: timeOf(now), expiresAt, previous: null };
      return { keys: [...keys, key], result: { key, text } };
    });
  }

  /**
   * Gives a key a new secret; the one before may be used for `graceMs` longer.
   *
   * @throws {Refusal} `not_found`.
   */
  async rotate(
    id: string,
    graceMs: number,
    now: number,
  ): Promise<{ readonly key: StoredKey; readonly text: string }> {
    return await this.#change((keys) => {
      const before = required(keys, id), { text, hash } = newSecret(id);
      const previous = graceMs === 0 ? null : { hash: before.hash, until: timeOf(now + graceMs) };
      const key = { ...before, hash, previous };
      return { keys: keys.map((one) => one.id === id ? key : one), result: { key, text } };
    });
  }

  /**
   * Removes a key.
   *
   * @throws {Refusal} `not_found`.
   */
  async revoke(id: string): Promise<void> {
    await this.#change((keys) => {
      required(keys, id);
      return { keys: keys.filter((one) => one.id !== id), result: null };
    });
  }

  async #change<T>(change: (keys: readonly StoredKey[], isFirst: boolean) => Changed<T>): Promise<T> {
    let changed!: Changed<T>;
    const held = await changeRegister<KeysDocument>(this.#log, KEYS_REGISTER, (document) => {
      const before = keysOf(document);
      changed = change(before, document === null);
      return changed.keys === before ? document! : documentOf(changed.keys);
    });
    if (held !== null) {
      if (held.version >= this.#version) this.#keep(changed.keys, held.version);
      return changed.result;
    }
    throw new Refusal("contention", "Others change the keys: try again", null, { "retry-after": "1" });
  }

  #keep(keys: readonly StoredKey[], version: number): void {
    this.#keys = new Map(keys.map((key) => [key.id, key]));
    this.#version = version;
  }
}

function required(keys: readonly StoredKey[], id: string): StoredKey {
  const key = keys.find((one) => one.id === id);
  if (key === undefined) throw new Refusal("not_found", `There is no key ${JSON.stringify(id)}`);
  return key;
}

function timeOf(ms: number): string {
  return new Date(ms).toISOString();
}
