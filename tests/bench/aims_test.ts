import { deepEqual, equal, match } from "node:assert/strict";
import { type BenchReport, judge } from "./aims.ts";
import { reportLines } from "./report.ts";

function report(
  {
    p50Us = 75,
    p99Us = 200,
    framesPerSecond = 35_000,
    recordedUs = 175,
    maskedUs = 185,
    aboveMs = 60,
    probeAboveMs = 80,
  } = {},
): BenchReport {
  return {
    ping: {
      samples: 10,
      rounds: 2,
      raw: { p50Us: 50, p99Us: 100, framesPerSecond: 100_000 },
      sdk: { p50Us, p99Us, framesPerSecond },
      mock: { p50Us: 500, p99Us: 5_000, framesPerSecond: 1_000 },
      recorded: { p50Us: recordedUs, p99Us: 5_000, framesPerSecond: 1_000 },
      masked: { p50Us: maskedUs, p99Us: 5_000, framesPerSecond: 1_000 },
    },
    start: { runs: 3, emptyMs: 10, mockMs: 10 + aboveMs, aboveMs },
    probe: { runs: 3, emptyMs: 10, runningMs: 10 + probeAboveMs, lookedUpMs: 120, mockMs: 200, aboveMs: probeAboveMs },
  };
}

const misses = (numbers: Parameters<typeof report>[0]) =>
  judge(report(numbers)).filter(({ isMet }) => !isMet).map(({ name, value }) => [name, value]);

Deno.test("judge() compares numbers with the aims, and has none for the mock driver's Ping", () => {
  deepEqual(judge(report()).map(({ bound, aim, unit }) => `${bound} ${aim} ${unit}`), [
    "at most 1.5 x",
    "at most 2 x",
    "at least 0.35 x",
    "at most 2 x",
    "at most 2.2 x",
    "at most 60 ms",
    "at most 80 ms",
  ]);
});

Deno.test("judge() meets an aim that is just reached", () => {
  deepEqual(misses({}), []);
});

Deno.test("judge() misses each aim by itself", () => {
  deepEqual(misses({ recordedUs: 180 }), [["what recording adds to Ping p50, to raw echo", 2.1]]);
  deepEqual(misses({ maskedUs: 190 }), [["the same with five secrets known, to raw echo", 2.3]]);
  deepEqual(misses({ p50Us: 80 }), [["Ping p50 to raw echo", 1.6]]);
  deepEqual(misses({ p99Us: 210 }), [["Ping p99 to raw echo", 2.1]]);
  deepEqual(misses({ framesPerSecond: 34_000 }), [["pipelined pings a second to raw echo", 0.34]]);
  deepEqual(misses({ aboveMs: 61 }), [["mock driver's start above an empty file's", 61]]);
  deepEqual(misses({ probeAboveMs: 81 }), [["cold probe ping above an empty file's", 81]]);
});

Deno.test("reportLines() names a missed aim, and labels each number", () => {
  const slow = report({ p50Us: 80 });
  const lines = reportLines(slow, judge(slow));
  match(
    lines.find((line) => line.includes("SDK driver "))!,
    /80\.0 us\s+200\.0 us\s+1\.60x\s+2\.00x\s+35\.0 k\/s\s+0\.35x$/,
  );
  match(lines.find((line) => line.includes("Ping p50"))!, /1\.60x\s+at most 1\.50x\s+missed$/);
  equal(lines.filter((line) => line.endsWith("missed")).length, 1);
});
