/**
 * Waits that end: for a promise until a time limit has passed or a signal aborts, for a time, and for a signal.
 *
 * @module
 */
import { type Clock, SYSTEM_CLOCK } from "./clock.ts";
import { onAbort } from "./on_abort.ts";

/** What {@link within} gives when the time limit has passed. */
export const TIMED_OUT: unique symbol = Symbol("timed out");

/**
 * Waits for a promise for at most that many milliseconds. The promise itself goes on.
 *
 * @param clock Sets the timer, which never outlives the wait.
 * @returns What the promise resolves with, or {@link TIMED_OUT}.
 * @throws What the promise rejects with within that time.
 * @example
 * ```ts
 * import { equal } from "node:assert/strict";
 * import { TIMED_OUT, within } from "./within.ts";
 *
 * equal(await within(Promise.resolve(7), 1_000), 7);
 * equal(await within(new Promise(() => {}), 1), TIMED_OUT);
 * ```
 */
export function within<T>(promise: Promise<T>, ms: number, clock?: Clock): Promise<T | typeof TIMED_OUT>;
/**
 * Waits for a promise until a signal aborts. The promise itself goes on.
 *
 * @returns What the promise resolves with.
 * @throws What the promise rejects with, or the signal's reason if it aborts before that or has already.
 */
export function within<T>(promise: Promise<T>, signal: AbortSignal): Promise<T>;
export function within<T>(
  promise: Promise<T>,
  limit: number | AbortSignal,
  clock: Clock = SYSTEM_CLOCK,
): Promise<T | typeof TIMED_OUT> {
  return typeof limit === "number" ? withinTime(promise, limit, clock) : untilAborted(promise, limit);
}

async function withinTime<T>(promise: Promise<T>, ms: number, clock: Clock): Promise<T | typeof TIMED_OUT> {
  const timeout = Promise.withResolvers<typeof TIMED_OUT>();
  const timer = clock.setTimeout(() => timeout.resolve(TIMED_OUT), ms);
  try {
    return await Promise.race([promise, timeout.promise]);
  } finally {
    clock.clearTimeout(timer);
  }
}

async function untilAborted<T>(promise: Promise<T>, signal: AbortSignal): Promise<T> {
  const aborted = Promise.withResolvers<never>();
  using _listening = onAbort(signal, () => aborted.reject(signal.reason));
  return await Promise.race([aborted.promise, promise]);
}

/**
 * Resolves after that many milliseconds, or when a signal aborts, at once if it has: that ends the wait, and is no error.
 *
 * @param options.signal Ends the wait; nothing listens to it afterwards.
 * @param options.clock Sets the timer, which never outlives the wait.
 */
export async function pause(
  ms: number,
  { signal, clock = SYSTEM_CLOCK }: { signal?: AbortSignal | undefined; clock?: Clock } = {},
): Promise<void> {
  if (signal?.aborted) return;
  const { promise, resolve } = Promise.withResolvers<void>();
  const timer = clock.setTimeout(resolve, ms);
  using _listening = onAbort(signal, resolve);
  await promise;
  clock.clearTimeout(timer);
}

/**
 * Resolves with the signal's reason when it aborts, at once if it has.
 *
 * @param until Lets go of the signal, which may outlive what waits for it.
 */
export function aborted(signal: AbortSignal, until?: AbortSignal): Promise<unknown> {
  const { promise, resolve } = Promise.withResolvers<unknown>();
  const listening = onAbort(signal, () => resolve(signal.reason));
  if (until !== undefined) onAbort(until, () => listening[Symbol.dispose]());
  return promise;
}
