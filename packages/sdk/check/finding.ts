/**
 * What the check finds: something that DBFlux mishandles, or cannot do with a driver.
 *
 * @module
 */

/** How grave a finding is: with an error something never works, a warning spoils something, a note is good to know. */
export type Severity = "error" | "warning" | "note";

/** Every severity, gravest first. */
export const SEVERITIES: readonly Severity[] = ["error", "warning", "note"];

/** One finding. */
export interface Finding {
  /** What kind of finding it is; these names stay. */
  id: string;
  /** How grave it is. */
  severity: Severity;
  /** What it is about: a field, a method, or a part of the driver's description. */
  subject: string;
  /** What happens, in a sentence. */
  text: string;
  /** What helps. */
  remedy: string;
}

/** Findings with the gravest first, otherwise in their order; the keys of each in the order of {@link Finding}. */
export function bySeverity(findings: readonly Finding[]): Finding[] {
  const ordered = findings.map(({ id, severity, subject, text, remedy }) => ({ id, severity, subject, text, remedy }));
  return SEVERITIES.flatMap((severity) => ordered.filter((finding) => finding.severity === severity));
}

/** How many findings are of a severity. */
export function countOf(findings: readonly Finding[], severity: Severity): number {
  return findings.filter((finding) => finding.severity === severity).length;
}
