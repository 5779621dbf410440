import { deepEqual, equal } from "node:assert/strict";
import { createHistogram } from "./histogram.ts";

Deno.test("createHistogram() keeps times to a part in a thousand, from a microsecond to an hour", () => {
  const histogram = createHistogram();
  equal(histogram.count, 0);
  for (const us of [0.4, 1, 1_500, 2_000_000, 5e12]) histogram.add(us);
  equal(histogram.count, 5);
  equal(histogram.percentileUs(40), 1);
  equal(histogram.percentileUs(60), 1_500);
  equal(Math.round(histogram.percentileUs(80) / 2_000), 1_000);
  equal(Math.round(histogram.maxUs / 3_600_000), 1_000);
});

Deno.test("corrected() adds the times of calls that a long call delayed", () => {
  const histogram = createHistogram();
  for (let i = 0; i < 99; i++) histogram.add(100);
  histogram.add(10_000);
  const corrected = histogram.corrected(100);
  deepEqual([histogram.count, histogram.percentileUs(50), histogram.percentileUs(99)], [100, 100, 100]);
  equal(Math.abs(corrected.count - 199) <= 1, true);
  equal(Math.abs(corrected.percentileUs(75) - 5_000) <= 200, true);
});
