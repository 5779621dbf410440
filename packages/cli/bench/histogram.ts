/**
 * The interface of histograms of call times.
 *
 * @module
 */

/** A histogram of times, exact to a few digits. */
export interface Histogram {
  /** How many times there are. */
  readonly count: number;
  /** The longest time, in microseconds; 0 if empty. */
  readonly maxUs: number;
  /** Adds a time in microseconds. */
  add(us: number): void;
  /** The time that a percentage of all times do not exceed, in microseconds; 0 if empty. */
  percentileUs(percent: number): number;
  /**
   * A copy that also has the times of calls that were due while a longer call delayed them.
   *
   * @param intervalUs The expected interval between the starts of calls, in microseconds.
   */
  corrected(intervalUs: number): Histogram;
}

/** Creates an empty histogram. */
export type CreateHistogram = () => Histogram;
