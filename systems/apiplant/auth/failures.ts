/** Limits how often an address may send credentials that are wrong. */
import type { Clock } from "@fluxwire/transport";
import { Refusal } from "../commit/refusal.ts";

/** How many wrong credentials an address may send in a minute. */
export const MAX_FAILURES = 10;
const MINUTE_MS = 60_000;
const MAX_ADDRESSES = 10_000;

/** How many requests of an address wait for the checks of others, whose credentials may be wrong. */
const MAX_WAITING = 100;

/** The checks of an address. */
interface Checks {
  /** How many there are, with those that wait. */
  all: number;
  running: number;
  /** Those that look again when one ends. */
  readonly waiting: (() => void)[];
}

/** Counts failures by address. */
export class Failures {
  readonly #clock: Clock;
  /** The times of the failures of the last minute; addresses whose last failure is the oldest come first. */
  readonly #times = new Map<string, readonly number[]>();
  readonly #checks = new Map<string, Checks>();

  /** Nothing has failed yet. */
  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /**
   * Checks credentials, which fail with `null`. As many run at once as may fail: the others wait, so that credentials that are sent
   * together do not pass the limit.
   *
   * @throws {Refusal} `rate` while the address has failed too often, or too many of its credentials wait.
   */
  async limit<T>(address: string, check: () => Promise<T | null>): Promise<T | null> {
    const checks = this.#checks.get(address) ?? { all: 0, running: 0, waiting: [] };
    this.#checks.set(address, checks);
    checks.all++;
    try {
      await this.#begin(address, checks);
      return await this.#run(address, checks, check);
    } finally {
      if (--checks.all === 0) this.#checks.delete(address);
    }
  }

  /** Notes a failure. */
  add(address: string): void {
    const times = [...this.#recent(address), this.#clock.now()];
    this.#times.delete(address);
    const [oldest] = this.#times.keys();
    if (this.#times.size >= MAX_ADDRESSES && oldest !== undefined) this.#times.delete(oldest);
    this.#times.set(address, times.slice(-MAX_FAILURES));
  }

  /** Resolves when one more may run. */
  async #begin(address: string, checks: Checks): Promise<void> {
    for (;;) {
      const failed = this.#recent(address);
      if (failed.length >= MAX_FAILURES) throw this.#refusal(failed[0]!);
      if (failed.length + checks.running < MAX_FAILURES) return void checks.running++;
      if (checks.all > MAX_FAILURES + MAX_WAITING) {
        const message = `More than ${MAX_WAITING} requests of this address wait for their credentials to be checked`;
        throw new Refusal("rate", message, { limit: MAX_WAITING }, { "retry-after": "1" });
      }
      await new Promise<void>((resolve) => checks.waiting.push(resolve));
    }
  }

  async #run<T>(address: string, checks: Checks, check: () => Promise<T | null>): Promise<T | null> {
    try {
      const result = await check();
      if (result === null) this.add(address);
      return result;
    } finally {
      checks.running--;
      // A success lets one of them begin; after the last failure that is allowed, all are refused.
      for (const resolve of checks.waiting.splice(0)) resolve();
    }
  }

  #refusal(first: number): Refusal {
    const seconds = Math.max(1, Math.ceil((first + MINUTE_MS - this.#clock.now()) / 1_000));
    return new Refusal(
      "rate",
      `This address sent ${MAX_FAILURES} wrong credentials within a minute: wait ${seconds} s`,
      { limit: MAX_FAILURES },
      { "retry-after": String(seconds) },
    );
  }

  #recent(address: string): readonly number[] {
    const since = this.#clock.now() - MINUTE_MS;
    return this.#times.get(address)?.filter((time) => time > since) ?? [];
  }
}
