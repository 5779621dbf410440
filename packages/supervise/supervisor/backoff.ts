/**
 * How long to wait before a service that has failed is started again.
 *
 * @module
 */

/** How pauses grow. */
export interface BackoffOptions {
  /**
   * The first pause, in milliseconds.
   *
   * @default {200}
   */
  firstMs: number;
  /**
   * What each later pause is a multiple by.
   *
   * @default {1.6}
   */
  factor: number;
  /**
   * The part of a pause by which chance makes it shorter or longer, so that services that failed together do not start
   * together.
   *
   * @default {0.2}
   */
  jitter: number;
  /**
   * The longest pause, in milliseconds.
   *
   * @default {60000}
   */
  maxMs: number;
}

/** The pauses that hold unless options say otherwise. */
export const DEFAULT_BACKOFF: Readonly<BackoffOptions> = { firstMs: 200, factor: 1.6, jitter: 0.2, maxMs: 60_000 };

/**
 * The pause after some failures in a row, in whole milliseconds.
 *
 * @param failures How many there were, at least one.
 * @param random Gives numbers from 0 to below 1.
 */
export function backoffMs(failures: number, options: BackoffOptions, random: () => number): number {
  const { firstMs, factor, jitter, maxMs } = options;
  const pauseMs = Math.min(firstMs * factor ** (failures - 1), maxMs);
  return Math.round(Math.min(pauseMs * (1 + jitter * (2 * random() - 1)), maxMs));
}
