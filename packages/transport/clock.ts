/**
 * The clock behind time limits, as a parameter, so that tests can control it.
 *
 * @module
 */

/** A clock that also sets and clears timers. */
export interface Clock {
  /** The time, in milliseconds since 1970. */
  now(): number;
  /** Calls back once after that many milliseconds; the result clears it. */
  setTimeout(callback: () => void, delayMs: number): unknown;
  /** Forgets a timer; one that has fired or was cleared is no error. */
  clearTimeout(timer: unknown): void;
}

/** The process's own time and timers, looked up at each call. */
export const SYSTEM_CLOCK: Clock = {
  now: () => Date.now(),
  setTimeout: (callback, delayMs) => globalThis.setTimeout(callback, delayMs),
  clearTimeout: (timer) => globalThis.clearTimeout(timer as number),
};

/** The longest delay that a timer can have, in milliseconds, about 24.8 days: with a longer one it fires at once. */
export const MAX_TIMER_MS: number = 2 ** 31 - 1;
