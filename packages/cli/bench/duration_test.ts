import { equal } from "node:assert/strict";
import { parseArgs } from "../command/args.ts";
import { timeoutOf } from "../command/deadline.ts";
import { benchTimeoutMs } from "./duration.ts";

Deno.test("benchTimeoutMs() leaves room for what is measured, and for starting and stopping", () => {
  const timeoutMs = (...args: string[]) => benchTimeoutMs(parseArgs(["bench", ...args]));
  equal(timeoutMs(), 51_000);
  equal(timeoutMs("--floor", "--payload", "1", "--payload", "2"), 114_000);
  equal(timeoutMs("--duration", String(2 ** 31 - 1)), 2 ** 31 - 1);
});

Deno.test("timeoutOf() bounds a bench by what it measures, or by --timeout", () => {
  equal(timeoutOf(parseArgs(["bench", "--duration", "1000", "--warm-up", "0"])), 41_000);
  equal(timeoutOf(parseArgs(["bench", "--timeout", "700"])), 700);
});
