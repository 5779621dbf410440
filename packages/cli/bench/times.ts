/**
 * The times of a measurement, for showing, saving and comparing.
 *
 * @module
 */
import type { Histogram } from "./histogram.ts";

/** The percentiles to show, by name. */
const PERCENTILES = { "p50": 50, "p90": 90, "p99": 99, "p99.9": 99.9 } as const;

/** Times of calls, in milliseconds to the microsecond. */
export type Times = Record<keyof typeof PERCENTILES | "max", number>;

/** The times in a histogram; null if absent. */
export function timesOf(histogram: Histogram): Times | null {
  if (histogram.count === 0) return null;
  const percentile = (percent: number) => histogram.percentileUs(percent) / 1_000;
  return {
    "p50": percentile(PERCENTILES.p50),
    "p90": percentile(PERCENTILES.p90),
    "p99": percentile(PERCENTILES.p99),
    "p99.9": percentile(PERCENTILES["p99.9"]),
    max: histogram.maxUs / 1_000,
  };
}
