/**
 * HdrHistogram as the probe needs it.
 *
 * @module
 */
import type { Histogram } from "../histogram.ts";
import { build, type Histogram as HdrHistogram } from "npm:hdr-histogram-js@3.0.1";

/** The longest time that is recorded exactly, in microseconds: an hour. */
const MAX_US = 3_600_000_000;
/** The precision of a time: one part in a thousand. */
const SIGNIFICANT_DIGITS = 3;

/** An empty histogram of times in microseconds, to three digits, from 1 us to an hour. */
export function createHistogram(): Histogram {
  return histogramOf(build({ highestTrackableValue: MAX_US, numberOfSignificantValueDigits: SIGNIFICANT_DIGITS }));
}

function histogramOf(hdr: HdrHistogram): Histogram {
  return {
    get count() {
      return hdr.totalCount;
    },
    get maxUs() {
      return hdr.maxValue;
    },
    add: (us) => hdr.recordValue(Math.min(Math.max(Math.round(us), 0), MAX_US)),
    // A percentile is the end of its bucket, the longest time the start of it.
    percentileUs: (percent) => Math.min(hdr.getValueAtPercentile(percent), hdr.maxValue),
    corrected: (intervalUs) =>
      histogramOf(hdr.copyCorrectedForCoordinatedOmission(Math.max(Math.round(intervalUs), 1))),
  };
}
