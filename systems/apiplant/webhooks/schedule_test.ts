import { deepStrictEqual, equal } from "node:assert/strict";
import { delayAfter, DELAYS_MS, MAX_DELAY_MS } from "./schedule.ts";

Deno.test("delayAfter() goes from 5 s to a day, and ends", () => {
  deepStrictEqual([DELAYS_MS[0], DELAYS_MS.at(-1), MAX_DELAY_MS], [5_000, 86_400_000, 86_400_000]);
  deepStrictEqual(DELAYS_MS.map((_, at) => delayAfter(at + 1, 0)), [...DELAYS_MS]);
  equal(delayAfter(DELAYS_MS.length + 1, 0), null);
});

Deno.test("delayAfter() is up to a fifth shorter by chance, and as long as the receiver asks, up to a day", () => {
  deepStrictEqual([delayAfter(1, 0.5), delayAfter(1, 1), delayAfter(2, 1)], [4_500, 4_000, 240_000]);
  deepStrictEqual([delayAfter(1, 1, 60_000), delayAfter(2, 0, 60_000)], [60_000, 300_000]);
  equal(delayAfter(1, 0, 10 * MAX_DELAY_MS), MAX_DELAY_MS);
});
