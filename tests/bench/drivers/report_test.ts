import { deepEqual, equal, match } from "node:assert/strict";
import { type DriverReport, measureCancels } from "./measure.ts";
import { driverLines, judgeDriver } from "./report.ts";

function report(numbers: { rows?: number; one?: number; p99Ms?: number; stillRunning?: number }): DriverReport {
  const { rows = 2, one = 1, p99Ms = 50, stillRunning = 0 } = numbers;
  return {
    name: "Some database",
    size: 10_000,
    rows: { libraryMs: 10, driverMs: 25, ratio: rows },
    minRowsRatio: 0.5,
    one: { libraryMs: 0.5, driverMs: 3.5, ratio: one },
    echoMs: 1,
    cancels: { count: 100, notCancelled: 0, stillRunning, p50Ms: 1, p99Ms, readyP50Ms: 2, readyP99Ms: 3 },
  };
}

const misses = (numbers: Parameters<typeof report>[0]) =>
  judgeDriver(report(numbers)).filter(({ isMet }) => !isMet).map(({ value }) => value);

Deno.test("judgeDriver() meets aims that are just reached, and misses each by itself", () => {
  deepEqual(misses({}), []);
  deepEqual(misses({ rows: 2.5 }), ["0.40"]);
  deepEqual(misses({ one: 2 }), ["2.00x"]);
  deepEqual(misses({ p99Ms: 51 }), ["51.0 ms"]);
  deepEqual(misses({ stillRunning: 1 }), ["0, 1"]);
});

Deno.test("driverLines() has every number and aim, and whether it is met", () => {
  const lines = driverLines(report({ rows: 2.5 }));
  match(lines.join("\n"), /10,000 rows of 10 values, median +10\.00 ms +25\.00 ms/);
  match(lines.join("\n"), /100 cancels, from the cancel to +p50 +p99\n.*answer +1\.00 ms +50\.00 ms/);
  equal(lines.filter((line) => line.endsWith("missed")).length, 1);
  equal(lines.filter((line) => line.endsWith("   met") || line.endsWith("  met")).length, 3);
});

Deno.test("measureCancels() counts statements with other answers, and those still running", async () => {
  let cancels = 0;
  const outcome = () => Promise.resolve({ isCancelled: ++cancels !== 2, answeredMs: cancels, readyMs: 2 * cancels });
  const measured = await measureCancels({ cancel: outcome, running: () => Promise.resolve(1) }, 4);
  deepEqual(measured, {
    count: 4,
    notCancelled: 1,
    stillRunning: 1,
    p50Ms: 2,
    p99Ms: 4,
    readyP50Ms: 4,
    readyP99Ms: 8,
  });
});
