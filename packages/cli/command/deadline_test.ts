import { equal } from "node:assert/strict";
import { probeLine } from "./testing/probe_line.ts";
import { patienceOf, timeoutOf } from "./deadline.ts";

Deno.test("timeoutOf() limits commands that connect to a driver, and everything by --timeout", () => {
  equal(timeoutOf(probeLine([])), 30_000);
  equal(timeoutOf(probeLine(["ping"])), 30_000);
  equal(timeoutOf(probeLine(["ping", "--timeout", "60000"])), 60_000);
  equal(timeoutOf(probeLine(["decode", "--timeout", "70"])), 70);
});

Deno.test("timeoutOf() lets decode and encode read for as long as something comes", () => {
  equal(timeoutOf(probeLine(["decode", "--lines"])), null);
  equal(timeoutOf(probeLine(["encode", "--lines"])), null);
});

Deno.test("patienceOf() grows with what --timeout has left, and leaves a second to explain", () => {
  equal(patienceOf(probeLine(["ping"]), 0), 5_000);
  equal(patienceOf(probeLine(["ping", "--timeout", "150"]), 0), 5_000);
  equal(patienceOf(probeLine(["ping", "--timeout", "20000"]), 0), 19_000);
  equal(patienceOf(probeLine(["ping", "--timeout", "20000"]), 700.5), 18_299);
  equal(patienceOf(probeLine(["ping", "--timeout", "20000"]), 19_500), 5_000);
});
