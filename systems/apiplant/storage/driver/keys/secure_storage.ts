/**
 * Secrets in a key-value store, by nothing but "set this key if it does not exist".
 *
 * The values of a secret stand in a chain of keys: each change claims the key behind the last one, so that of changes which
 * compare with one version one wins, on any number of servers. What came before is then overwritten by a pointer. A key of a
 * chain is never removed, as one that exists again would be claimed again: a secret that was removed leaves two short keys.
 */
import { type SecureStorage, StorageError } from "../../roles.ts";
import type { Link } from "../link.ts";
import type { KeySession } from "./key_session.ts";
import { type ChainLink, linkOf, linkText } from "./link_value.ts";
import { keysOf, type WithKeys } from "./needs.ts";

/** The last key of a chain. */
interface Place {
  readonly at: number;
  readonly link: Exclude<ChainLink, { kind: "moved" }>;
}

/** A secure storage that does not seal: another one does, before. */
export class DriverSecureStorage implements SecureStorage {
  readonly #link: Link;
  readonly #keys: WithKeys;
  readonly #prefix: string;

  private constructor(link: Link, keys: WithKeys, prefix: string) {
    this.#link = link;
    this.#keys = keys;
    this.#prefix = prefix;
  }

  /**
   * Sees what the driver can do.
   *
   * @param prefix What its keys start with.
   * @throws {StorageError} `unimplemented` with what the driver lacks; the link is closed then.
   */
  static async open(link: Link, prefix: string): Promise<DriverSecureStorage> {
    try {
      return new DriverSecureStorage(link, await keysOf(link, prefix), `${prefix}secret:`);
    } catch (error) {
      await link[Symbol.asyncDispose]();
      throw error;
    }
  }

  async get(name: string): Promise<{ value: Uint8Array; version: number } | null> {
    const place = await this.#keys((keys) => this.#last(keys, name));
    if (place?.link.kind !== "value") return null;
    const { value, version } = place.link;
    return { value, version };
  }

  async set(
    name: string,
    value: Uint8Array,
    ifVersion?: number,
  ): Promise<{ ok: true; version: number } | { ok: false }> {
    const version = await this.#append(name, (current) => {
      if (ifVersion !== undefined && ifVersion !== current) return null;
      return { kind: "value", version: current + 1, value: value.slice() };
    });
    return version === null ? { ok: false } : { ok: true, version };
  }

  async delete(name: string): Promise<void> {
    await this.#append(name, (current) => current === 0 ? null : { kind: "removed" });
  }

  async list(prefix: string): Promise<readonly string[]> {
    return await this.#keys(async (keys) => {
      const firsts = (await keys.scan(`${this.#prefix}${hexOf(prefix)}`)).filter((key) => isFirst(key, this.#prefix));
      const texts = await keys.read(firsts);
      const names: string[] = [];
      for (const [at, key] of firsts.entries()) {
        const text = texts[at];
        if (text === null || text === undefined) continue;
        const name = new TextDecoder().decode(Uint8Array.fromHex(key.slice(this.#prefix.length)));
        const { kind } = linkOf(key, text);
        if (kind === "value" || (kind === "moved" && (await this.#last(keys, name))?.link.kind === "value")) {
          names.push(name);
        }
      }
      return names.sort();
    });
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.#link[Symbol.asyncDispose]();
  }

  /** The version that a change made, or `null` if `next` makes none of the present version, 0 for no value. */
  async #append(
    name: string,
    next: (version: number) => { kind: "value"; version: number; value: Uint8Array } | { kind: "removed" } | null,
  ): Promise<number | null> {
    const token = crypto.randomUUID();
    let claimed: { at: number; version: number } | null = null;
    return await this.#keys(async (keys) => {
      // The answer to an earlier claim was lost: the key, or the pointer that came after, has its token.
      if (claimed !== null && (await this.#read(keys, name, claimed.at))?.token === token) {
        await this.#pass(keys, name, claimed.at);
        return claimed.version;
      }
      for (;;) {
        const last = await this.#last(keys, name);
        const change = next(last?.link.kind === "value" ? last.link.version : 0);
        if (change === null) return null;
        const at = (last?.at ?? 0) + 1, version = change.kind === "value" ? change.version : 0;
        claimed = { at, version };
        const key = this.#key(name, at);
        // By its token: a later change may have replaced the value by a pointer before it is read here.
        const isFirst = linkOf(key, await keys.claim(key, linkText({ ...change, token }))).token === token;
        // Also if another change was first: it may have ended before it wrote the pointers.
        await this.#pass(keys, name, at);
        if (isFirst) return version;
      }
    });
  }

  /** Points the key before a claimed one, and the first key, to it. */
  async #pass(keys: KeySession, name: string, to: number): Promise<void> {
    for (const at of new Set([to - 1, 1])) {
      const link = at < 1 || at >= to ? null : await this.#read(keys, name, at);
      if (link === null || (link.kind === "moved" && link.to >= to)) continue;
      await keys.put(this.#key(name, at), linkText({ kind: "moved", token: link.token, to }));
    }
  }

  async #last(keys: KeySession, name: string): Promise<Place | null> {
    for (let at = 1;;) {
      const link = await this.#read(keys, name, at);
      if (link === null && at === 1) return null;
      if (link === null) {
        throw new StorageError("corrupt", `A key of the secret ${name} is missing`, { remedy: "restore it" });
      }
      if (link.kind !== "moved") return { at, link };
      at = link.to;
    }
  }

  async #read(keys: KeySession, name: string, at: number): Promise<ChainLink | null> {
    const key = this.#key(name, at), text = await keys.get(key);
    return text === null ? null : linkOf(key, text);
  }

  #key(name: string, at: number): string {
    return `${this.#prefix}${hexOf(name)}${at === 1 ? "" : `:${at}`}`;
  }
}

/** Names as keys: a pattern has no meaning in hexadecimal digits, and the start of a name is the start of its key. */
function hexOf(name: string): string {
  return new TextEncoder().encode(name).toHex();
}

function isFirst(key: string, prefix: string): boolean {
  return !key.slice(prefix.length).includes(":");
}
