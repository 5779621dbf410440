/** A limit on the requests of each client: a caller with credentials, or else an address. */
import type { Clock } from "@fluxwire/transport";
import type { Caller } from "../auth/caller.ts";
import { Refusal } from "../commit/refusal.ts";

/** How many clients are kept; more, and those with full buckets go. */
const MAX_CLIENTS = 10_000;

/** The client that a request is counted for: a caller that is known, or else its address. */
export function clientOf(caller: Caller | null, addressOf: () => string): string {
  return caller === null || caller.subject === null ? `address ${addressOf()}` : `caller ${caller.actor}`;
}

interface Bucket {
  tokens: number;
  at: number;
}

/** A bucket for each client, filled at a rate; it holds the requests of one second. */
export class RateLimit {
  readonly #buckets = new Map<string, Bucket>();

  /** `rate` is in requests a second; 0 for no limit. */
  constructor(readonly rate: number, readonly clock: Clock) {}

  /**
   * Takes one request of a caller that is known, or of an address before the caller is known. Throws a `Refusal` with Retry-After if
   * it has none left.
   */
  take(callerOf: () => Caller | null, addressOf: () => string): void {
    if (this.rate === 0) return;
    const caller = callerOf();
    this.#take(clientOf(caller, addressOf));
  }

  #take(client: string): void {
    const now = this.clock.now();
    const bucket = this.#buckets.get(client) ?? { tokens: this.rate, at: now };
    bucket.tokens = Math.min(this.rate, bucket.tokens + (now - bucket.at) * this.rate / 1_000);
    bucket.at = now;
    if (!this.#buckets.has(client)) this.#makeRoom(now);
    this.#buckets.set(client, bucket);
    if (bucket.tokens >= 1) return void bucket.tokens--;
    const seconds = Math.max(1, Math.ceil((1 - bucket.tokens) / this.rate));
    throw new Refusal("rate", `More than ${this.rate} requests a second: wait ${seconds} s`, { limit: this.rate }, {
      "retry-after": String(seconds),
    });
  }

  #makeRoom(now: number): void {
    if (this.#buckets.size < MAX_CLIENTS) return;
    for (const [client, { at }] of this.#buckets) if (now - at >= 1_000) this.#buckets.delete(client);
    const oldest = this.#buckets.size < MAX_CLIENTS ? undefined : this.#buckets.keys().next().value;
    if (oldest !== undefined) this.#buckets.delete(oldest);
  }
}
