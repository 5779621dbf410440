/** Keys with texts as values in a session of a driver. */
import { RpcError } from "@fluxwire/wire";
import type { ClientSession } from "@fluxwire/wire/client";
import { StorageError } from "../../roles.ts";
import { isPassing } from "../failure.ts";

/** Keys that are read with one call, and bytes of a value: a page stays below a frame of 16 MiB. */
const PAGE_KEYS = 16, MAX_BYTES = 768 * 2 ** 10;

/** Keys that are asked for with one call of a scan. */
const SCANNED = 500;

/** What a read does not ask for. */
const NO_FACTS = { includeType: false, includeTtl: false, includeSize: false };

/** Reads and writes keys one call after the other. */
export class KeySession {
  readonly #session: ClientSession;
  readonly #options: { readonly timeoutMs: number };
  readonly #hasBulk: boolean;

  /** Uses a session; `hasBulk` is whether its driver reads several keys with one call. */
  constructor(session: ClientSession, timeoutMs: number, hasBulk: boolean) {
    this.#session = session;
    this.#options = { timeoutMs };
    this.#hasBulk = hasBulk;
  }

  /** The texts of keys, in their order; `null` for those that do not exist. */
  async read(keys: readonly string[]): Promise<(string | null)[]> {
    const texts: (string | null)[] = [];
    for (let at = 0; at < keys.length; at += PAGE_KEYS) {
      const some = keys.slice(at, at + PAGE_KEYS);
      if (this.#hasBulk) {
        const found = await this.#session.kvBulkGet({ keys: some, ...NO_FACTS }, this.#options);
        texts.push(...found.map((one) => one === null ? null : decoded(one.value)));
      } else for (const key of some) texts.push(await this.#readOne(key));
    }
    return texts;
  }

  /** The text of a key, or `null`. */
  async get(key: string): Promise<string | null> {
    return (await this.read([key]))[0]!;
  }

  /** Sets a key. */
  async put(key: string, text: string): Promise<void> {
    await this.#set(key, text, "Always");
  }

  /**
   * Sets a key that does not exist.
   *
   * @returns The text that the key has afterwards. It says who set the key, also if an earlier answer was lost; but
   *   another caller that saw the key may already have changed its text.
   */
  async claim(key: string, text: string): Promise<string> {
    let refusal: unknown = null;
    try {
      await this.#set(key, text, "IfNotExists");
    } catch (error) {
      // Drivers refuse in words of their own: what the key has now says whether it existed.
      if (!(error instanceof RpcError) || isPassing(error)) throw error;
      refusal = error;
    }
    const found = await this.get(key);
    if (found === null) throw refusal ?? new StorageError("unavailable", `The key ${key} was set, and is not there`);
    return found;
  }

  /** Removes a key; one that does not exist is no error. */
  async remove(key: string): Promise<void> {
    await this.#session.kvDeleteKey({ key }, this.#options);
  }

  /** The keys that start with a text of letters, digits, `_` and `:`, sorted. */
  async scan(prefix: string): Promise<string[]> {
    const keys = new Set<string>();
    let cursor: string | null = null;
    do {
      const page: Awaited<ReturnType<ClientSession["kvScanKeys"]>> = await this.#session.kvScanKeys(
        { cursor, filter: `${prefix}*`, limit: SCANNED },
        this.#options,
      );
      for (const { key } of page.entries) if (key.startsWith(prefix)) keys.add(key);
      cursor = page.nextCursor ?? null;
    } while (cursor !== null);
    return [...keys].sort();
  }

  async #readOne(key: string): Promise<string | null> {
    try {
      return decoded((await this.#session.kvGetKey({ key, ...NO_FACTS }, this.#options)).value);
    } catch (error) {
      if (!(error instanceof RpcError) || isPassing(error)) throw error;
      if (await this.#session.kvExistsKey({ key }, this.#options)) throw error;
      return null;
    }
  }

  async #set(key: string, text: string, condition: "Always" | "IfNotExists"): Promise<void> {
    const value = new TextEncoder().encode(text);
    if (value.length > MAX_BYTES) {
      throw new StorageError(
        "exhausted",
        `A value of ${value.length} bytes is longer than ${MAX_BYTES}: make it shorter`,
      );
    }
    await this.#session.kvSetKey({ key, value, repr: "Text", condition }, this.#options);
  }
}

function decoded(value: Uint8Array): string {
  return new TextDecoder().decode(value);
}
