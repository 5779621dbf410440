import { equal, match, ok } from "node:assert/strict";
import type { CheckResult } from "../runner/verdict.ts";
import { htmlReport } from "./html.ts";
import { junitReport } from "./junit.ts";
import { isClean, summaryOf, summaryText } from "./summary.ts";

const SHARED = {
  section: "frames",
  suite: "core",
  text: "It <works>",
  layout: "0.7.1",
  ms: 1_500,
  omittedFrames: 0,
} as const;
const PING = { connection: 1, direction: "to driver", role: "request", bytes: 6, hex: "010202000003" } as const;
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

Deno.test("junitReport() is XML with a case for each check, and escapes texts", () => {
  const xml = junitReport(RESULTS, SUMMARY);
  match(xml, /^<\?xml version="1\.0" encoding="UTF-8"\?>\n<testsuites name="conformance" time="4\.500">/);
  match(xml, /<testsuite name="layout 0\.7\.1" tests="3" failures="1" skipped="1" time="4\.500">/);
  match(xml, /<testcase classname="a\.0\.7\.1" name="good" time="1\.500"\/>/);
  match(xml, /<failure message="found &#34;&#60;\?&#62;&#34; &#38; more">It &#60;works&#62; \(PROTOCOL\.md, frames\)/);
  match(xml, /<skipped message="skipped: it has no schemas"\/>/);
  match(xml, /<failure message="line 7 is stale: no check has this id"\/>/);
});

Deno.test("htmlReport() is one page that loads nothing, and explains each byte", () => {
  const html = htmlReport(RESULTS, SUMMARY, "Conformance of <x>");
  match(html, /<title>Conformance of &#60;x&#62;<\/title>/);
  match(html, /<tr><td>5<td>03<td>body<td>variant of DriverRequestBody<td>Ping<\/tr>/);
  match(html, /<details class="failed" open>.*found &#34;&#60;/s);
  match(html, /Line 7 of the expected failures is stale: x\.y: no check has this id/);
  ok(!/<script|src=|href=|@import|url\(/.test(html));
});
