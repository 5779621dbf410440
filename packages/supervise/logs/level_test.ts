import { equal } from "node:assert/strict";
import { levelOf, type LogLevel } from "./level.ts";

const LINES: readonly [LogLevel, string][] = [
  ["info", '2026-01-02T03:04:05.678Z INFO listening socket="notes.sock"'],
  ["warn", "2026-01-02T03:04:05.678Z WARN slow"],
  ["error", "[2026-01-02T03:04:05Z ERROR dbflux_driver_host] Cannot bind"],
  ["debug", "2026-01-02T03:04:05.123456Z DEBUG hyper: connected"],
  ["warn", "2026-01-02 03:04:05,678 - my.driver - WARNING - slow"],
  ["warn", "WARNING:root:slow"],
  ["error", "error: Uncaught (in promise) Error: x"],
  ["error", "Error: Unknown argument: --x"],
  ["error", "[error] no database"],
  ["debug", 'time=2026-01-02T03:04:05Z level=debug msg="x"'],
  ["error", '{"time":1,"level":"error","msg":"x"}'],
  ["error", "thread 'main' panicked at src/main.rs:1:1:"],
  ["error", "panic: runtime error"],
  ["error", "Traceback (most recent call last):"],
  ["error", "ValueError: x"],
  ["info", "Information about errors"],
  ["info", "errors were found: none"],
  ["info", "3 rows, no warning"],
  ["info", ""],
];

Deno.test("levelOf() reads the level where a line names one", () => {
  for (const [level, line] of LINES) equal(levelOf(line), level, line);
});
