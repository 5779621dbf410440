/**
 * What keeps the times of calls.
 *
 * @module
 */

/** How often which time was measured, to a few digits. */
export interface Histogram {
  /** How many times there are. */
  readonly count: number;
  /** The longest one, in microseconds; 0 where there is none. */
  readonly maxUs: number;
  /** Adds a time in microseconds. */
  add(us: number): void;
  /** The time that so many percent of all do not exceed, in microseconds; 0 where there is none. */
  percentileUs(percent: number): number;
  /**
   * A copy that also has the times of calls that should have begun while a longer one kept them from it.
   *
   * @param intervalUs How long after each other calls are expected to begin, in microseconds.
   */
  corrected(intervalUs: number): Histogram;
}

/** Makes an empty histogram. */
export type CreateHistogram = () => Histogram;
