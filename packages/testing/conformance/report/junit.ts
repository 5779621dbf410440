/**
 * The report in JUnit's XML, for build servers.
 *
 * @module
 */
import { escapeControls, type Layout } from "@fluxwire/wire";
import type { CheckResult } from "../runner/verdict.ts";
import { factRows, type RunFacts } from "./run_facts.ts";
import type { Summary } from "./summary.ts";

/**
 * The document: a test suite for each layout, a test case for each check.
 *
 * @param facts What was run: the properties of each test suite.
 */
export function junitReport(results: readonly CheckResult[], summary: Summary, facts: RunFacts): string {
  const layouts = [...new Set(results.map(({ layout }) => layout))];
  const suites = layouts.map((layout) => suiteOf(layout, results.filter((result) => result.layout === layout), facts));
  const stale = summary.stale.map(({ id, line, message }) =>
    `    <testcase classname="expectations" name="${escaped(id)}" time="0">\n` +
    `      <failure message="${escaped(`line ${line} is stale: ${message}`)}"/>\n    </testcase>\n`
  );
  const staleSuite = stale.length === 0
    ? ""
    : `  <testsuite name="expectations" tests="${stale.length}" failures="${stale.length}">\n${
      stale.join("")
    }  </testsuite>\n`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n<testsuites name="conformance" time="${seconds(summary.ms)}">\n${
    suites.join("")
  }${staleSuite}</testsuites>\n`;
}

function suiteOf(layout: Layout, results: readonly CheckResult[], facts: RunFacts): string {
  const failures = results.filter(({ verdict }) => verdict === "failed").length;
  const skipped = results.filter(({ verdict }) => verdict !== "failed" && verdict !== "passed").length;
  const time = seconds(results.reduce((sum, { ms }) => sum + ms, 0));
  const counts = `tests="${results.length}" failures="${failures}" skipped="${skipped}" time="${time}"`;
  const head = `name="layout ${layout}" ${counts} timestamp="${facts.startedAt.toISOString()}"`;
  const properties = factRows(facts, [layout]).map(([name, value]) =>
    `      <property name="${name}" value="${escaped(value)}"/>\n`
  );
  return `  <testsuite ${head}>\n    <properties>\n${properties.join("")}    </properties>\n${
    results.map(caseOf).join("")
  }  </testsuite>\n`;
}

function caseOf({ id, layout, section, verdict, ms, message = "", text }: CheckResult): string {
  const [group, ...rest] = id.split(".");
  const head = `classname="${escaped(`${group}.${layout}`)}" name="${escaped(rest.join("."))}" time="${seconds(ms)}"`;
  if (verdict === "passed") return `    <testcase ${head}/>\n`;
  const outcome = verdict === "failed"
    ? `<failure message="${escaped(message)}">${escaped(`${text} (PROTOCOL.md, ${section})`)}</failure>`
    : `<skipped message="${escaped(`${verdict}: ${message}`)}"/>`;
  return `    <testcase ${head}>\n      ${outcome}\n    </testcase>\n`;
}

function seconds(ms: number): string {
  return (ms / 1_000).toFixed(3);
}

/** A text escaped for XML: controls as JSON has them, other characters that XML does not allow as `?`. */
function escaped(text: string): string {
  return text.toWellFormed()
    .replace(/[\ufffe\uffff]/g, "?")
    .replace(/[^\t\n]+/g, escapeControls)
    .replace(/[&<>"\n]/g, (character) => `&#${character.charCodeAt(0)};`);
}
