import { equal } from "node:assert/strict";
import { parseArgs } from "./args.ts";
import { timeoutOf } from "./deadline.ts";

Deno.test("timeoutOf() bounds what speaks to a driver, and everything by --timeout", () => {
  equal(timeoutOf(parseArgs([])), 30_000);
  equal(timeoutOf(parseArgs(["ping"])), 30_000);
  equal(timeoutOf(parseArgs(["ping", "--timeout", "60000"])), 60_000);
  equal(timeoutOf(parseArgs(["decode", "--timeout", "70"])), 70);
});

Deno.test("timeoutOf() lets decode and encode read for as long as something comes", () => {
  equal(timeoutOf(parseArgs(["decode", "--lines"])), null);
  equal(timeoutOf(parseArgs(["encode", "--lines"])), null);
});
