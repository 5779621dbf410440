/** Limits how often an address may send credentials that are wrong. */
import type { Clock } from "@fluxwire/transport";
import { Refusal } from "../commit/refusal.ts";

/** How many wrong credentials an address may send in a minute. */
export const MAX_FAILURES = 10;
const MINUTE_MS = 60_000;
const MAX_ADDRESSES = 10_000;

/** Counts failures by address. */
export class Failures {
  readonly #clock: Clock;
  /** The times of the failures of the last minute; addresses whose last failure is the oldest come first. */
  readonly #times = new Map<string, readonly number[]>();

  /** Nothing has failed yet. */
  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Throws a `Refusal` with code `rate` while an address has failed too often. */
  check(address: string): void {
    const times = this.#recent(address);
    if (times.length < MAX_FAILURES) return;
    const seconds = Math.max(1, Math.ceil((times[0]! + MINUTE_MS - this.#clock.now()) / 1_000));
    throw new Refusal(
      "rate",
      `This address sent ${MAX_FAILURES} wrong credentials within a minute: wait ${seconds} s`,
      { limit: MAX_FAILURES },
      { "retry-after": String(seconds) },
    );
  }

  /** Notes a failure. */
  add(address: string): void {
    const times = [...this.#recent(address), this.#clock.now()];
    this.#times.delete(address);
    const [oldest] = this.#times.keys();
    if (this.#times.size >= MAX_ADDRESSES && oldest !== undefined) this.#times.delete(oldest);
    this.#times.set(address, times.slice(-MAX_FAILURES));
  }

  #recent(address: string): readonly number[] {
    const since = this.#clock.now() - MINUTE_MS;
    return this.#times.get(address)?.filter((time) => time > since) ?? [];
  }
}
