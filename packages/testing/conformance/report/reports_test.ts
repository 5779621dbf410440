import { equal, match, ok } from "node:assert/strict";
import type { CheckResult } from "../runner/verdict.ts";
import { junitReport } from "./junit.ts";
import type { RunFacts } from "./run_facts.ts";
import { isClean, summaryOf, summaryText } from "./summary.ts";

const SHARED = {
  section: "frames",
  suite: "core",
  text: "It <works>",
  layout: "0.7.1",
  ms: 1_500,
  omittedFrames: 0,
} as const;
const PING = { ms: 1, connection: 1, direction: "to driver", role: "request", bytes: 6, hex: "010202000003" } as const;
const RESULTS: CheckResult[] = [
  { ...SHARED, id: "a.good", verdict: "passed", frames: [PING] },
  { ...SHARED, id: "a.bad", verdict: "failed", message: 'found "<\x01>" & more', frames: [{ ...PING, hex: "0102" }] },
  { ...SHARED, id: "a.not", verdict: "skipped", message: "it has no schemas", frames: [] },
];
const STALE = { id: "x.y", line: 7, message: "no check has this id" };
const SUMMARY = summaryOf(RESULTS, [STALE], 4_500);

Deno.test("summaryOf() counts verdicts, and a stale line makes a run unclean", () => {
  equal(summaryText(SUMMARY), "3 checks: 1 passed, 1 failed, 1 skipped, 1 stale");
  equal(isClean(summaryOf([RESULTS[0]!], [], 1)), true);
  equal(isClean(summaryOf([RESULTS[0]!], [STALE], 1)), false);
});

/** A driver that turns text around. */
const FACTS: RunFacts = {
  driver: "<Odd> \u202edriver",
  version: '1.2 "x"',
  suite: "core",
  startedAt: new Date("2026-11-21T10:00:00Z"),
  deno: "2.9.6",
};

Deno.test("summaryText() says that verdicts count runs if layouts are several", () => {
  const both = [...RESULTS, ...RESULTS.map((result) => ({ ...result, layout: "0.6" as const }))];
  equal(summaryText(summaryOf(both, [], 1)), "6 runs of 3 checks in 2 layouts: 2 passed, 2 failed, 2 skipped");
  equal(
    summaryText(summaryOf(both.slice(0, 4), [], 1, { interrupted: true })),
    "4 runs of 3 checks in 2 layouts: 2 passed, 1 failed, 1 skipped; interrupted, so checks are missing",
  );
  equal(
    summaryText(summaryOf([], [], 1, { interrupted: true })),
    "0 checks: none was run; interrupted, so checks are missing",
  );
});

Deno.test("junitReport() says which driver was checked, how, when, in which layouts of which releases, and by which Deno", () => {
  const both = [...RESULTS, ...RESULTS.map((result) => ({ ...result, layout: "0.6" as const }))];
  const xml = junitReport(both, SUMMARY, FACTS);
  const shared: readonly [string, string][] = [
    ["driver", "&#60;Odd&#62; \\u202edriver"],
    ["version", "1.2 &#34;x&#34;"],
    ["suite", "core"],
    ["date", "2026-11-21T10:00:00.000Z"],
    ["deno", "2.9.6"],
  ];
  for (const [name, value] of shared) {
    equal(xml.split(`<property name="${name}" value="${value}"/>`).length, 3, xml);
  }
  ok(xml.includes('<property name="layouts" value="layout 0.6 (DBFlux 0.6.0)"/>'), xml);
  const unknown = junitReport(RESULTS, SUMMARY, { ...FACTS, driver: null, version: null });
  ok(unknown.includes('<property name="driver" value="unknown: Hello was not answered"/>'));
});

Deno.test("junitReport() is XML with a case for each check, and escapes texts", () => {
  const xml = junitReport(RESULTS, SUMMARY, FACTS);
  match(xml, /^<\?xml version="1\.0" encoding="UTF-8"\?>\n<testsuites name="conformance" time="4\.500">/);
  match(
    xml,
    /<testsuite name="layout 0\.7\.1" tests="3" failures="1" skipped="1" time="4\.500" timestamp="2026-11-21T10:00:00\.000Z">/,
  );
  match(xml, /<testcase classname="a\.0\.7\.1" name="good" time="1\.500"\/>/);
  match(
    xml,
    /<failure message="found &#34;&#60;\\u0001&#62;&#34; &#38; more">It &#60;works&#62; \(PROTOCOL\.md, frames\)/,
  );
  match(xml, /<skipped message="skipped: it has no schemas"\/>/);
  match(xml, /<failure message="line 7 is stale: no check has this id"\/>/);
});
