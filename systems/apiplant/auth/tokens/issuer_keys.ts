/** The public keys of an issuer: found by its discovery document, kept, and read anew. */
import type { Clock } from "@fluxwire/transport";
import type { JsonObject } from "../../json/json.ts";
import { fetchJson } from "./fetch_json.ts";
import { createLocalJWKSet, type JSONWebKeySet } from "./jose.ts";

/** How old keys may be before they are read anew, and while the issuer is out of reach. */
const FRESH_MS = 600_000;
export const MAX_AGE_MS = 3_600_000;
/** How long the issuer is left alone after each reading: anyone can send a token with an unknown key. */
const COOLDOWN_MS = 30_000;

/** Finds the key of a token. */
export type FindKey = ReturnType<typeof createLocalJWKSet>;

/** The issuer's keys cannot be read. */
export class IssuerUnreachable extends Error {
  override readonly name = "IssuerUnreachable";
}

/** Keeps the keys of one issuer. */
export class IssuerKeys {
  readonly #issuer: string;
  readonly #clock: Clock;
  #keys: { readonly find: FindKey; readonly at: number } | null = null;
  #tried = -Infinity;
  #reading: Promise<void> | null = null;

  /** Nothing is read before the first token. */
  constructor(issuer: string, clock: Clock) {
    this.#issuer = issuer;
    this.#clock = clock;
  }

  /**
   * The keys, read anew if they are old, or if `isUnknown`: a token has a key that is not among them.
   *
   * @throws {IssuerUnreachable} if it has no keys, or only old ones.
   */
  async find(isUnknown: boolean): Promise<FindKey> {
    const age = this.#clock.now() - (this.#keys?.at ?? -Infinity);
    if (age > FRESH_MS || isUnknown) await this.#read();
    if (this.#keys === null || this.#clock.now() - this.#keys.at > MAX_AGE_MS) {
      throw new IssuerUnreachable(`The keys of ${this.#issuer} cannot be read`);
    }
    return this.#keys.find;
  }

  #read(): Promise<void> {
    if (this.#reading !== null) return this.#reading;
    if (this.#clock.now() - this.#tried < COOLDOWN_MS) return Promise.resolve();
    this.#tried = this.#clock.now();
    this.#reading = this.#readKeys().finally(() => this.#reading = null);
    return this.#reading;
  }

  async #readKeys(): Promise<void> {
    try {
      const document = await fetchJson(`${this.#issuer.replace(/\/$/, "")}/.well-known/openid-configuration`);
      if (document.issuer !== this.#issuer || typeof document.jwks_uri !== "string") return;
      const keys: JsonObject = await fetchJson(document.jwks_uri);
      this.#keys = { find: createLocalJWKSet(keys as unknown as JSONWebKeySet), at: this.#clock.now() };
    } catch {
      // Tokens are refused with the reason that the keys cannot be read; those that were read stay good for a while.
    }
  }
}
