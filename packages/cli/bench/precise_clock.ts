/**
 * A clock that is precise enough for measuring, with waits that end on time.
 *
 * @module
 */
import { clearImmediate, setImmediate } from "node:timers";
import { type Clock, SYSTEM_CLOCK } from "@fluxwire/transport";

/** How late a timer may be, in milliseconds: this last part of a wait is spent in turns of the event loop. */
const TIMER_LATENESS_MS = 2;

/** The process's monotonic time, to the microsecond. */
export const PRECISE_CLOCK: Clock = { ...SYSTEM_CLOCK, now: () => performance.timeOrigin + performance.now() };

/**
 * Calls back at a time or a few microseconds later; events are handled meanwhile. The last two milliseconds of each wait
 * keep a processor busy.
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

  /** Cancels the callback. */
  clear(): void {
    this.#clock.clearTimeout(this.#timer);
    clearImmediate(this.#turn);
  }
}
