import { deepEqual, equal, throws } from "node:assert/strict";
import { probeLine } from "../command/testing/probe_line.ts";
import { planOf } from "./plan.ts";

function plan(...args: string[]) {
  return planOf(probeLine(["bench", ...args]));
}

Deno.test("planOf() measures pings as fast as answers come by default", () => {
  deepEqual(plan(), {
    subjects: [{ name: "ping", sql: null }],
    rate: null,
    durationMs: 10_000,
    warmUpMs: 1_000,
    drainMs: 5_000,
    connections: 1,
    pipeline: 1,
    hasFloor: false,
    conditions: [],
    saved: null,
  });
});

Deno.test("planOf() lets a timetable have as many calls in flight as drivers accept", () => {
  deepEqual([plan("--rate", "5").rate, plan("--rate", "5").pipeline], [5, 32]);
  equal(plan("--rate", "5", "--pipeline", "2").pipeline, 2);
});

Deno.test("planOf() measures each query and each payload", () => {
  deepEqual(plan("--payload", "10", "--query", "SELECT 1", "--payload", "2000").subjects, [
    { name: "SELECT 1", sql: "SELECT 1" },
    { name: "payload 10", sql: "SELECT repeat('x', 10)" },
    { name: "payload 2000", sql: "SELECT repeat('x', 2000)" },
  ]);
});

Deno.test("planOf() refuses invalid numbers", () => {
  for (const name of ["rate", "connections", "pipeline", "payload", "duration"]) {
    for (const value of ["0", "1.5", "many", "999999999999"]) {
      throws(() => plan(`--${name}`, value), /must be a number/);
    }
  }
  throws(() => plan("--warm-up", "soon"), /must be a number/);
  equal(plan("--warm-up", "0").warmUpMs, 0);
});
