/**
 * A run of checks as a page that a browser opens without a server: the console's, with the results and all frames inside.
 *
 * @module
 */
import { SinglePage } from "@fluxwire/console";
import type { CheckReport, ProtocolSection } from "@fluxwire/console/api";
import {
  type CheckResult,
  factRows,
  isClean,
  layoutText,
  protocolSection,
  type RunFacts,
  type Summary,
  summaryOf,
  summaryText,
} from "@fluxwire/testing/conformance";
import { escapeWithinLines } from "@fluxwire/transport/internal";
import { VERSION } from "../../command/version.ts";
import { checkConnections, checkLines, checksHeader } from "./check_frames.ts";
import { shownCheck } from "./shown_check.ts";

/** What a page is made of. */
export interface CheckedRun {
  /** The results, in the order of the run. */
  readonly results: readonly CheckResult[];
  /** Their totals. */
  readonly summary: Summary;
  /** What was run, how and when. */
  readonly facts: RunFacts;
  /** What was checked, in one line. */
  readonly title: string;
}

/** The parts of the page. Secrets are masked as they are in the results. */
export function* reportPage(run: CheckedRun): Generator<string> {
  const { results, facts, title } = run;
  const page = new SinglePage({ title: escapeWithinLines(title), version: VERSION, report: reportOf(run) });
  yield page.start;
  yield page.line(checksHeader(facts.startedAt));
  for (const line of checkLines(results)) yield page.line(line);
  yield page.end;
}

function reportOf({ results, summary, facts }: CheckedRun): CheckReport {
  const byLayout = Map.groupBy(results, ({ layout }) => layout);
  const connections = checkConnections(results);
  const checks = results.map((result, at) => {
    const frames = { stream: null, connections: connections[at]! };
    return { check: shownCheck(result, frames, escapeWithinLines) };
  });
  const end = { summary: summaryText(summary), isClean: isClean(summary), ms: summary.ms };
  return {
    lines: [{ total: results.length }, ...checks, end],
    // The totals name the layouts.
    facts: factRows(facts, []).filter(([name]) => name !== "layouts").map(([name, value]) => [
      name,
      escapeWithinLines(value),
    ]),
    totals: [...byLayout].map(([layout, own]) => [layoutText(layout), summaryText(summaryOf(own, [], 0))]),
    stale: summary.stale.map(({ id, line, message }) => escapeWithinLines(`Line ${line} is stale: ${id}: ${message}`)),
    sections: sectionsOf(results),
  };
}

function sectionsOf(results: readonly CheckResult[]): Record<string, ProtocolSection> {
  const cited = new Set(results.filter(({ verdict }) => verdict === "failed").map(({ section }) => section));
  return Object.fromEntries([...cited].flatMap((anchor) => {
    const section = protocolSection(anchor);
    return section === null ? [] : [[anchor, section]];
  }));
}
