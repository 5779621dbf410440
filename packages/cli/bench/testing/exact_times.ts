/**
 * A histogram for tests, which keeps exact times.
 *
 * @module
 */
import type { Histogram } from "../histogram.ts";

/** Times in the order in which they were added. */
export class ExactTimes implements Histogram {
  readonly us: number[] = [];

  get count(): number {
    return this.us.length;
  }

  get maxUs(): number {
    return Math.max(0, ...this.us);
  }

  add(us: number): void {
    this.us.push(us);
  }

  percentileUs(percent: number): number {
    return this.us.toSorted((a, b) => a - b)[Math.max(Math.ceil(this.us.length * percent / 100) - 1, 0)] ?? 0;
  }

  corrected(intervalUs: number): ExactTimes {
    const corrected = new ExactTimes();
    for (const us of this.us) for (let left = us; left > 0; left -= intervalUs) corrected.add(left);
    return corrected;
  }
}
