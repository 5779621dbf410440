import { deepEqual, equal } from "node:assert/strict";
import { judge, medians, reportLines } from "./report.ts";
import type { Rates } from "./subject.ts";

const rates = (callsOne: number): Rates => ({
  callsOne,
  callsHundred: 10,
  items: 10,
  megabytesOut: 10,
  megabytesIn: 10,
});

Deno.test("medians() takes the middle of each rate", () => {
  equal(medians([rates(3), rates(1), rates(2)]).callsOne, 2);
});

Deno.test("judge() compares Fluxwire with each of the others", () => {
  const verdicts = judge(new Map([["Go", rates(100)], ["Fluxwire", rates(60)], ["grpc-js on Deno", rates(31)]]));
  deepEqual(verdicts.map(({ ratio, isMet }) => [Number(ratio.toFixed(2)), isMet]), [
    [0.6, true],
    [1, true],
    [1.94, false],
    [1, false],
    [1, false],
  ]);
});

Deno.test("reportLines() shows a row for each server and marks a missed aim", () => {
  const all = new Map([["Go", rates(100)], ["Fluxwire", rates(50)], ["grpc-js on Deno", rates(10)]]);
  const lines = reportLines(all, judge(all));
  equal(lines[1], "Go                        100           10           10           10           10");
  equal(lines[5], "MISSED calls/s, one, to Go: 0.50, aim 0.6");
});
