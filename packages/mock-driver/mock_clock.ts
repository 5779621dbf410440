/**
 * The clock of the full scenario: the system's, or a fixed one.
 *
 * @module
 */
import type { Clock } from "@fluxwire/transport";

/** Tells the time and sets timers. */
export interface MockClock extends Clock {
  /** Milliseconds since 1970. */
  now(): number;
}

/** A clock that shows a fixed time, if one is given; its timers run normally. */
export function mockClock(fixedMs: number | null): MockClock {
  return {
    now: () => fixedMs ?? Date.now(),
    setTimeout: (callback, delayMs) => setTimeout(callback, delayMs),
    clearTimeout: (timer) => clearTimeout(timer as number),
  };
}
