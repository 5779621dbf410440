import { deepEqual, throws } from "node:assert/strict";
import { applyExpectations, parseExpectations } from "./expectations.ts";
import type { CheckResult, Verdict } from "./runner/verdict.ts";

function result(id: string, verdict: Verdict, layout: CheckResult["layout"] = "0.7.1"): CheckResult {
  return { id, verdict, layout, section: "frames", suite: "core", text: "It", ms: 1, frames: [], omittedFrames: 0 };
}

Deno.test("parseExpectations() reads ids and layouts, and skips reasons", () => {
  deepEqual(parseExpectations("# all of it\n\na.b  # never looks\nc.d 0.4 0.6 # later\n"), [
    { id: "a.b", layouts: null, line: 3 },
    { id: "c.d", layouts: ["0.4", "0.6"], line: 4 },
  ]);
  throws(() => parseExpectations("a.b 0.9"), /^SyntaxError: Line 1: 0\.9 is no layout; write an id, layouts, and # /);
});

Deno.test("applyExpectations() marks failures as expected, in their layouts", () => {
  const results = [result("a.b", "failed", "0.4"), result("a.b", "failed", "0.5"), result("c.d", "failed")];
  const { results: judged, stale } = applyExpectations(results, parseExpectations("a.b 0.4"), ["a.b", "c.d"]);
  deepEqual(judged.map(({ verdict }) => verdict), ["expected-failure", "failed", "failed"]);
  deepEqual(stale, []);
});

Deno.test("applyExpectations() finds stale lines: checks that pass, and unknown ones", () => {
  const results = [result("a.b", "failed", "0.4"), result("a.b", "passed", "0.5"), result("c.d", "skipped")];
  const { stale } = applyExpectations(results, parseExpectations("a.b\nc.d\nx.y"), ["a.b", "c.d"]);
  deepEqual(stale, [
    { id: "a.b", line: 1, message: "it passes in layout 0.5" },
    { id: "x.y", line: 3, message: "no check has this id" },
  ]);
});
