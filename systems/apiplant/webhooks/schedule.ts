/** When a message that was not taken is sent again. */

const SECOND = 1_000, MINUTE = 60 * SECOND, HOUR = 60 * MINUTE;

/** The longest pause, in milliseconds. */
export const MAX_DELAY_MS: number = 24 * HOUR;

/** The pauses before the second attempt and those after it, in milliseconds: three days together. */
export const DELAYS_MS: readonly number[] = [
  5 * SECOND,
  5 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  5 * HOUR,
  10 * HOUR,
  14 * HOUR,
  20 * HOUR,
  MAX_DELAY_MS,
];

/**
 * The pause before the next attempt, in milliseconds; `null` after the last attempt. It is up to a fifth shorter than planned, by chance:
 * messages that failed together do not come back together.
 *
 * @param failed How many attempts have failed: 1 or more.
 * @param random A number from 0 to 1.
 * @param retryAfterMs How long the receiver asked to wait at least.
 */
export function delayAfter(failed: number, random: number, retryAfterMs = 0): number | null {
  const planned = DELAYS_MS[failed - 1];
  if (planned === undefined) return null;
  return Math.max(Math.round(planned * (1 - random / 5)), Math.min(retryAfterMs, MAX_DELAY_MS));
}
