import { deepEqual } from "node:assert/strict";
import { measurementLines } from "./lines.ts";
import type { Measurement } from "./measurement.ts";
import type { Times } from "./times.ts";

const TIMES: Times = { "p50": 0.1, "p90": 0.25, "p99": 1.5, "p99.9": 20, max: 2_000 };
const RATIOS = { "p50": 1, "p90": 1.25, "p99": 2, "p99.9": null, max: 10, rate: 0.5 };
const ONE: Measurement = {
  name: "payload 100",
  query: "SELECT repeat('x', 100)",
  layout: "0.7.1",
  calls: { trial: 1, warmUp: 0, sent: 12, answered: 8, unanswered: 1, unsent: 2, errors: { Driver: 3 } },
  bytes: { request: 57, answer: 149 },
  elapsedMs: 1_040,
  rate: 7.69,
  times: { corrected: TIMES, uncorrected: null, expectedIntervalMs: null },
  floor: { rate: 15_000, times: { corrected: TIMES, uncorrected: TIMES, expectedIntervalMs: 0.1 }, ratios: RATIOS },
  comparison: RATIOS,
  conditions: [
    { condition: "p99>1ms", value: 1.5, failed: true },
    { condition: "errors>5", value: 3, failed: false },
    { condition: "p50>1s", value: null, failed: true },
  ],
};

Deno.test("measurementLines() shows counts, times, ratios and conditions", () => {
  deepEqual(measurementLines(ONE), [
    "payload 100: 8 of 12 calls answered in 1.0 s (3 Driver, 1 unanswered, 2 unsent), 57 bytes to, 149 fro",
    "                      p50        p90        p99      p99.9        max   a second",
    "  corrected      0.100 ms   0.250 ms   1.500 ms    20.0 ms  2000.0 ms        7.7",
    "  uncorrected           -          -          -          -          -",
    "  raw echo       0.100 ms   0.250 ms   1.500 ms    20.0 ms  2000.0 ms      15000",
    "  to raw echo       1.00x      1.25x      2.00x          -     10.00x      0.50x",
    "  to saved run      1.00x      1.25x      2.00x          -     10.00x      0.50x",
    "  corrected for calls delayed while the driver was stalled, counting from when each call was due",
    "  FAIL  p99>1ms: is 1.5",
    "  ok  errors>5: is 3",
    "  FAIL  p50>1s: nothing was answered",
  ]);
});
