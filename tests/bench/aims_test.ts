import { deepEqual, equal, match } from "node:assert/strict";
import { type BenchReport, judge } from "./aims.ts";
import { reportLines } from "./report.ts";

function report({ p50Us = 100, p99Us = 300, aboveMs = 60 } = {}): BenchReport {
  return {
    ping: {
      samples: 10,
      rounds: 2,
      raw: { p50Us: 50, p99Us: 100 },
      sdk: { p50Us, p99Us },
      mock: { p50Us: 500, p99Us: 5_000 },
    },
    start: { runs: 3, emptyMs: 10, mockMs: 10 + aboveMs, aboveMs },
  };
}

const misses = (numbers: Parameters<typeof report>[0]) =>
  judge(report(numbers)).filter(({ isMet }) => !isMet).map(({ name, value }) => [name, value]);

Deno.test("judge() holds numbers against the aims: 2 times, 3 times, 60 ms, and no aim for the mock driver's Ping", () => {
  deepEqual(judge(report()).map(({ aim, unit }) => [aim, unit]), [[2, "x"], [3, "x"], [60, "ms"]]);
});

Deno.test("judge() meets an aim that is just reached", () => {
  deepEqual(misses({}), []);
});

Deno.test("judge() misses each aim by itself", () => {
  deepEqual(misses({ p50Us: 105 }), [["Ping p50 to raw echo", 2.1]]);
  deepEqual(misses({ p99Us: 310 }), [["Ping p99 to raw echo", 3.1]]);
  deepEqual(misses({ aboveMs: 61 }), [["mock driver's start above an empty file's", 61]]);
});

Deno.test("reportLines() names a missed aim, and says what each number is", () => {
  const slow = report({ p50Us: 105 });
  const lines = reportLines(slow, judge(slow));
  match(lines.find((line) => line.includes("SDK driver"))!, /105\.0 us\s+300\.0 us\s+2\.10x\s+3\.00x$/);
  match(lines.find((line) => line.includes("Ping p50"))!, /2\.10x\s+at most 2\.00x\s+missed$/);
  equal(lines.filter((line) => line.endsWith("missed")).length, 1);
});
