import { deepEqual } from "node:assert/strict";
import type { CheckResult, Verdict } from "@fluxwire/testing/conformance";
import { shownResults } from "./shown_results.ts";

function result(id: string, verdict: Verdict): CheckResult {
  return {
    id,
    verdict,
    section: "frames",
    suite: "core",
    text: "",
    layout: "0.7.1",
    ms: 1,
    frames: [],
    omittedFrames: 0,
  };
}

const RESULTS = [
  result("a.failed", "failed"),
  result("a.passed", "passed"),
  result("a.blocked", "blocked"),
  result("a.skipped", "skipped"),
  result("b.skipped", "skipped"),
  result("a.expected", "expected-failure"),
];

/** What is shown, by ids. */
function shown(results: readonly CheckResult[], isVerbose: boolean): string[] {
  return shownResults(results, isVerbose).flatMap(({ lines, folded }) => folded ?? lines.map(({ id }) => id));
}

Deno.test("shownResults() has what failed last, and folds what is skipped or blocked", () => {
  deepEqual(shown(RESULTS, false), [
    "skipped           2 runs; --verbose shows each, and why",
    "blocked           1 run behind a.failed; --verbose shows each, and why",
    "a.expected",
    "a.failed",
  ]);
  deepEqual(shown([...RESULTS, result("b.failed", "failed")], false).slice(1), [
    "blocked           1 run; --verbose shows each, and why",
    "a.expected",
    "a.failed",
    "b.failed",
  ]);
});

Deno.test("shownResults() has each on a line where all are wanted, what failed still last", () => {
  deepEqual(shown(RESULTS, true), ["a.skipped", "b.skipped", "a.blocked", "a.expected", "a.failed"]);
  deepEqual(shown([result("a.passed", "passed")], false), []);
});
