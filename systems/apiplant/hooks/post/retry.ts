/** When a post hook that failed runs again. */
import type { HookOptions } from "../../model/definition.ts";

/**
 * The pause before the next run, in milliseconds; null if there is no further run.
 *
 * @param failed How often it has failed: 1 or more.
 */
export function retryDelay(retry: HookOptions["retry"], failed: number): number | null {
  if (retry === undefined || failed >= retry.attempts) return null;
  return Math.min(retry.first * retry.factor ** (failed - 1), retry.max);
}
