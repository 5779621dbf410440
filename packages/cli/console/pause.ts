/**
 * Waits between two looks.
 *
 * @module
 */
import { type Clock, SYSTEM_CLOCK } from "@fluxwire/transport";

/** Resolves after a time in milliseconds, or at once when the signal aborts. */
export async function pause(
  ms: number,
  { signal, clock = SYSTEM_CLOCK }: { signal: AbortSignal; clock?: Clock },
): Promise<void> {
  const { promise, resolve } = Promise.withResolvers<void>(), timer = clock.setTimeout(resolve, ms);
  const stop = () => resolve();
  signal.addEventListener("abort", stop, { once: true });
  if (signal.aborted) resolve();
  await promise;
  signal.removeEventListener("abort", stop);
  clock.clearTimeout(timer);
}
