import { equal } from "node:assert/strict";
import { probeLine } from "../command/testing/probe_line.ts";
import { timeoutOf } from "../command/deadline.ts";
import { benchTimeoutMs } from "./duration.ts";

Deno.test("benchTimeoutMs() covers measuring, starting and stopping", () => {
  const timeoutMs = (...args: string[]) => benchTimeoutMs(probeLine(["bench", ...args]));
  equal(timeoutMs(), 51_000);
  equal(timeoutMs("--floor", "--payload", "1", "--payload", "2"), 114_000);
  equal(timeoutMs("--duration", String(2 ** 31 - 1)), 2 ** 31 - 1);
});

Deno.test("timeoutOf() limits a bench by its planned duration, or by --timeout", () => {
  equal(timeoutOf(probeLine(["bench", "--duration", "1000", "--warm-up", "0"])), 41_000);
  equal(timeoutOf(probeLine(["bench", "--timeout", "700"])), 700);
});
