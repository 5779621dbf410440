/**
 * The report of a check, as JSON and as text.
 *
 * @module
 */
import { bySeverity, countOf, type Finding } from "./finding.ts";

/** What `--json` prints. */
export interface Report {
  /** The driver; null if its module could not be imported. */
  driver: { id: string; name: string; version: string } | null;
  /** The session, or why none could be opened. */
  session: { opened: true; methods: string[] } | { opened: false; reason: string };
  /** The names of the capabilities sent to the host: those of the session, or of Hello without a session. */
  capabilities: string[];
  /** The findings, most severe first. */
  findings: Finding[];
}

/** Sorts the findings of a report. */
export function toReport(report: Report): Report {
  return { ...report, findings: bySeverity(report.findings) };
}

/** The report as text. */
export function toText({ driver, session, findings }: Report): string {
  const width = "warning".length;
  const paragraphs = findings.map(({ id, severity, subject, text, remedy }) => {
    const indent = " ".repeat(width + 2);
    return `${severity.padEnd(width)}  ${subject} [${id}]\n${indent}${text}.\n${indent}${remedy}.\n`;
  });
  const counts = `${count(findings, "error")}, ${count(findings, "warning")}, ${count(findings, "note")}`;
  const name = driver === null ? "No driver" : `${driver.name} ${driver.version}`;
  const checked = session.opened
    ? `The session has ${session.methods.join(", ") || "no methods"}.`
    : `Only the description was checked, because no session could be opened: ${session.reason}.`;
  return [...paragraphs, `${name}: ${counts}. ${checked}\n`].join("\n");
}

function count(findings: readonly Finding[], severity: Finding["severity"]): string {
  const n = countOf(findings, severity);
  return `${n} ${severity}${n === 1 ? "" : "s"}`;
}
