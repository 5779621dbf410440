/**
 * Time that is fine enough to measure with, and waiting that ends on time.
 *
 * @module
 */
import { clearImmediate, setImmediate } from "node:timers";
import { type Clock, SYSTEM_CLOCK } from "@fluxwire/transport";

/** What a timer may be late by, in milliseconds: the rest of a wait is spent turn by turn of the event loop. */
const TIMER_LATENESS_MS = 2;

/** The process's time to the microsecond, which never goes back. */
export const PRECISE_CLOCK: Clock = { ...SYSTEM_CLOCK, now: () => performance.timeOrigin + performance.now() };

/**
 * Calls back at a time or a few microseconds later; what arrives meanwhile is handled. A processor is busy with the last
 * two milliseconds of each wait.
 */
export class Alarm {
  readonly #clock: Clock;
  #timer: unknown = undefined;
  #turn: ReturnType<typeof setImmediate> | undefined = undefined;

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Calls back once, never at once. */
  set(atMs: number, callback: () => void): void {
    const leftMs = atMs - this.#clock.now() - TIMER_LATENESS_MS;
    if (leftMs > 0) this.#timer = this.#clock.setTimeout(() => this.set(atMs, callback), leftMs);
    else this.#turn = setImmediate(() => this.#clock.now() < atMs ? this.set(atMs, callback) : callback());
  }

  /** Calls nobody back any more. */
  clear(): void {
    this.#clock.clearTimeout(this.#timer);
    clearImmediate(this.#turn);
  }
}
