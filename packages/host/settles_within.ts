/**
 * Waits for something, and no longer than it may take.
 *
 * @module
 */
import { type Clock, SYSTEM_CLOCK } from "@fluxwire/wire";

/** Whether a promise resolves within that many milliseconds. Rejects where it does so in time. */
export async function settlesWithin(
  promise: Promise<unknown>,
  ms: number,
  clock: Clock = SYSTEM_CLOCK,
): Promise<boolean> {
  const timeout = Promise.withResolvers<boolean>();
  const timer = clock.setTimeout(() => timeout.resolve(false), ms);
  try {
    return await Promise.race([promise.then(() => true), timeout.promise]);
  } finally {
    clock.clearTimeout(timer);
  }
}
