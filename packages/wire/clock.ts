/**
 * The timers that limits are kept with, as a parameter: tests bring a clock of their own.
 *
 * @module
 */

/** What sets and clears timers. */
export interface Clock {
  /** Calls back once after that many milliseconds; the result clears it. */
  setTimeout(callback: () => void, delayMs: number): unknown;
  /** Forgets a timer; one that has fired or was cleared is no error. */
  clearTimeout(timer: unknown): void;
}

/** The process's own timers, looked up at each call. */
export const SYSTEM_CLOCK: Clock = {
  setTimeout: (callback, delayMs) => globalThis.setTimeout(callback, delayMs),
  clearTimeout: (timer) => globalThis.clearTimeout(timer as number),
};
