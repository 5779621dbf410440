/**
 * Who sends a request: the one place where credentials are checked.
 *
 * @module
 */
import { type Clock, MAX_TIMER_MS } from "@fluxwire/transport";
import { isSameSecret } from "@fluxwire/transport/secrets";
import { Refusal } from "../commit/refusal.ts";
import type { Config } from "../config/config.ts";
import { type EventStorage, StorageError } from "../storage/roles.ts";
import { ANONYMOUS, type Caller, OPEN } from "./caller.ts";
import { Failures } from "./failures.ts";
import { KeyRing } from "./keys/key_ring.ts";
import { LastUses } from "./keys/last_uses.ts";
import { callerOfKey } from "./keys/scopes.ts";
import { hasHash, hashOf, keyParts, type StoredKey } from "./keys/stored_key.ts";
import { CHALLENGE } from "./permit.ts";
import type { Tokens } from "./tokens/tokens.ts";

/**
 * How old the keys may be that a request is checked with, and how often they are read anew while a stream or a long poll of a key is
 * open, in milliseconds: a key that another server has revoked is not good after this time, also if no event says so.
 */
export const KEYS_AGE_MS = 5_000;
/** How old they may be while the event storage cannot be read, in milliseconds. Then no key is good. */
export const MAX_KEYS_AGE_MS = 60_000;
/** How long a token that was good is not checked again, and how many are known. */
const KNOWN_MS = 60_000;
const MAX_KNOWN = 1_000;

/** What ends with the credentials of a caller. */
interface Watch {
  readonly caller: Caller;
  readonly onEnd: () => void;
  timer: unknown;
}

/** Checks the credentials of requests. */
export class Authenticator {
  readonly keys: KeyRing;
  readonly lastUses: LastUses;
  readonly #mode: Config["auth"]["mode"];
  readonly #clock: Clock;
  readonly #shared: boolean;
  readonly #tokens: Tokens | null;
  readonly #failures: Failures;
  /** Credentials that were good lately, by their digests. */
  readonly #known = new Map<string, { readonly caller: Caller; readonly at: number }>();
  /** The digests of the secrets by which callers are known. */
  readonly #hashes = new WeakMap<Caller, string>();
  readonly #watches = new Set<Watch>();
  /** When the keys were asked for that are known, and when they were asked for last. */
  #loadedAt: number;
  #askedAt: number;
  #loading: Promise<void> | null = null;
  #recheck: unknown = null;

  private constructor(
    mode: Config["auth"]["mode"],
    log: EventStorage,
    shared: boolean,
    tokens: Tokens | null,
    clock: Clock,
  ) {
    this.#mode = mode;
    this.#clock = clock;
    this.#shared = shared;
    this.#tokens = tokens;
    this.#failures = new Failures(clock);
    this.keys = new KeyRing(log);
    this.lastUses = new LastUses(log);
    this.#loadedAt = this.#askedAt = clock.now();
  }

  /** Reads the keys. `onFirstKey` gets the text of the key that the log's first server in mode `required` makes. */
  static async open(
    { mode, oidc }: Config["auth"],
    log: EventStorage,
    clock: Clock,
    onFirstKey?: (text: string) => void,
  ): Promise<Authenticator> {
    const tokens = oidc === null || mode === "open"
      ? null
      : new (await import("./tokens/tokens.ts")).Tokens(oidc, clock);
    const { shared } = await log.info(), one = new Authenticator(mode, log, shared, tokens, clock);
    if (mode === "required" && onFirstKey !== undefined) {
      const text = await one.keys.first(clock.now());
      if (text !== null) onFirstKey(text);
    }
    await one.keys.load();
    return one;
  }

  /** Whether every caller may do everything. */
  get isOpen(): boolean {
    return this.#mode === "open";
  }

  /**
   * The sender of a request with this header `Authorization`.
   *
   * @param address Where it comes from.
   * @throws {Refusal} `unauthenticated` for credentials that are not good, without the reason; `rate` for an address
   * that sent too many of them; `storage` while the keys of tokens cannot be read.
   */
  async callerOf(authorization: string | null, address: string): Promise<Caller> {
    if (this.#mode === "open") return OPEN;
    if (authorization === null) return ANONYMOUS;
    const text = tokenOf(authorization), digest = hashOf(text);
    const known = this.#known.get(digest) ?? null;
    // Others behind the same address do not lock out a caller that was known before.
    const caller = known === null
      ? await this.#failures.limit(address, () => this.#callerOf(text, null))
      : await this.#callerOf(text, known);
    if (caller !== null) {
      if (caller !== known?.caller) this.#remember(digest, caller);
      return caller;
    }
    if (known !== null) {
      this.#known.delete(digest);
      this.#failures.add(address);
    }
    throw new Refusal("unauthenticated", "These credentials are not good here", null, CHALLENGE);
  }

  /** The caller whose credentials were good lately, without a check of them; `null` if it is not known. */
  knownCaller(authorization: string | null): Caller | null {
    if (authorization === null || this.#mode === "open") return null;
    return this.#known.get(hashOf(tokenOf(authorization)))?.caller ?? null;
  }

  /**
   * Calls `onEnd` once, when the credentials of a caller end, until the result is disposed. Of a revocation on another server whose
   * event is lost, it learns within `KEYS_AGE_MS`; while the keys cannot be read, they end after `MAX_KEYS_AGE_MS`.
   */
  watch(caller: Caller, onEnd: () => void): Disposable {
    const watch: Watch = { caller, onEnd, timer: null };
    this.#watches.add(watch);
    this.#check(watch);
    if (this.#watches.has(watch) && this.#hashes.has(caller)) {
      this.#recheck ??= this.#clock.setTimeout(() => this.#checkAgain(), KEYS_AGE_MS);
    }
    return {
      [Symbol.dispose]: () => {
        this.#watches.delete(watch);
        this.#clock.clearTimeout(watch.timer);
        if (this.#watches.size > 0) return;
        this.#clock.clearTimeout(this.#recheck);
        this.#recheck = null;
      },
    };
  }

  /** Reads the keys anew, since they were changed, and ends what has lost its credentials. Rejects with a `StorageError`. */
  async changed(): Promise<void> {
    const askedAt = this.#askedAt = this.#clock.now();
    await this.keys.load();
    this.#loadedAt = Math.max(this.#loadedAt, askedAt);
    this.#checkAll();
  }

  async #callerOf(
    text: string,
    known: { readonly caller: Caller; readonly at: number } | null,
  ): Promise<Caller | null> {
    const parts = keyParts(text), now = this.#clock.now();
    if (parts !== null) {
      await this.#refresh();
      const hash = hashOf(parts.secret), key = await this.#keyOf(parts.id, hash, now);
      if (key === null) return null;
      this.lastUses.note(parts.id, now);
      const caller = callerOfKey(key);
      this.#hashes.set(caller, hash);
      return caller;
    }
    if (this.#tokens === null || text === "") return null;
    const isFresh = known !== null && now - known.at < KNOWN_MS && !isOver(known.caller, now);
    return isFresh ? known.caller : await this.#tokens.callerOf(text);
  }

  /** The key that has this secret. One that another server has just made is looked for once more. */
  async #keyOf(id: string, hash: string, now: number): Promise<StoredKey | null> {
    const key = this.keys.find(id);
    if (hasHash(key, hash, now)) return key!;
    if (!this.#shared) return null;
    await this.changed().catch(() => {});
    const newer = this.keys.find(id);
    return hasHash(newer, hash, now) ? newer! : null;
  }

  /** Another server may have changed the keys, and its event may not be here yet. Rejects with a `StorageError`. */
  async #refresh(): Promise<void> {
    if (this.#age < KEYS_AGE_MS) return;
    // What has just failed is not asked for by every request.
    if (this.#clock.now() - this.#askedAt >= KEYS_AGE_MS) this.#load();
    await this.#loading;
    // While the storage is out of reach, the keys of before stay good for a while: nothing is known of later ones.
    if (this.#age >= MAX_KEYS_AGE_MS) throw new StorageError("unavailable", "The keys cannot be read");
  }

  /** Looks at all that is open, with keys that are read anew, as long as something is. */
  #checkAgain(): void {
    this.#recheck = null;
    this.#load();
    this.#checkAll();
    if (this.#watches.size > 0) this.#recheck = this.#clock.setTimeout(() => this.#checkAgain(), KEYS_AGE_MS);
  }

  /** Begins to read the keys, unless they are being read. */
  #load(): void {
    this.#loading ??= this.changed().catch(() => {}).finally(() => this.#loading = null);
  }

  #checkAll(): void {
    for (const watch of [...this.#watches]) this.#check(watch);
  }

  /** How long ago the keys were read. */
  get #age(): number {
    return this.#clock.now() - this.#loadedAt;
  }

  #remember(digest: string, caller: Caller): void {
    this.#known.delete(digest);
    const [oldest] = this.#known.keys();
    if (this.#known.size >= MAX_KNOWN && oldest !== undefined) this.#known.delete(oldest);
    this.#known.set(digest, { caller, at: this.#clock.now() });
  }

  #check(watch: Watch): void {
    this.#clock.clearTimeout(watch.timer);
    const now = this.#clock.now(), end = this.#endOf(watch.caller, now);
    if (end === null) return;
    if (end > now) {
      watch.timer = this.#clock.setTimeout(() => this.#check(watch), Math.min(end - now, MAX_TIMER_MS));
      return;
    }
    this.#watches.delete(watch);
    watch.onEnd();
  }

  /** When a caller's credentials end; `null` for never. */
  #endOf(caller: Caller, now: number): number | null {
    const hash = this.#hashes.get(caller);
    if (hash === undefined) return caller.expiresAt;
    if (this.#age >= MAX_KEYS_AGE_MS) return now;
    const key = this.keys.find(caller.actor.slice("key:".length));
    if (key === undefined || !hasHash(key, hash, now)) return now;
    const ends = [key.expiresAt, isSameSecret(key.hash, hash) ? null : key.previous!.until].filter((one) =>
      one !== null
    );
    return ends.length === 0 ? null : Math.min(...ends.map(Date.parse));
  }
}

function isOver({ expiresAt }: Caller, now: number): boolean {
  return expiresAt !== null && expiresAt <= now;
}

/** The key or token in a header; empty if it has none. */
function tokenOf(authorization: string): string {
  return /^Bearer +(\S+)$/i.exec(authorization)?.[1] ?? "";
}
