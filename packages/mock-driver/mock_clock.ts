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

/**
 * Waits.
 *
 * @throws The signal's reason when it aborts.
 */
export function pause(ms: number, clock: Clock, signal: AbortSignal): Promise<void> {
  signal.throwIfAborted();
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const timer = clock.setTimeout(resolve, ms);
  const stop = () => {
    clock.clearTimeout(timer);
    reject(signal.reason);
  };
  signal.addEventListener("abort", stop, { once: true });
  return promise.finally(() => signal.removeEventListener("abort", stop));
}
