/**
 * A finding of the check: something that DBFlux mishandles, or cannot do with a driver.
 *
 * @module
 */

/** An error: something never works. A warning: something works badly. A note: good to know. */
export type Severity = "error" | "warning" | "note";

/** Every severity, most severe first. */
export const SEVERITIES: readonly Severity[] = ["error", "warning", "note"];

/** One finding. */
export interface Finding {
  /** The kind of finding; these names are stable. */
  id: string;
  /** The severity. */
  severity: Severity;
  /** What it is about: a field, a method, or a part of the driver's description. */
  subject: string;
  /** What happens, in a sentence. */
  text: string;
  /** How to fix it. */
  remedy: string;
}

/** Findings sorted by severity, otherwise in their order; the keys of each in the order of {@link Finding}. */
export function bySeverity(findings: readonly Finding[]): Finding[] {
  const ordered = findings.map(({ id, severity, subject, text, remedy }) => ({ id, severity, subject, text, remedy }));
  return SEVERITIES.flatMap((severity) => ordered.filter((finding) => finding.severity === severity));
}

/** How many findings are of a severity. */
export function countOf(findings: readonly Finding[], severity: Severity): number {
  return findings.filter((finding) => finding.severity === severity).length;
}
