/**
 * The doctor's findings.
 *
 * @module
 */

/** The severities: nothing to do; worth knowing; may cause trouble; keeps drivers from working. */
export const SEVERITIES = ["ok", "note", "warning", "error"] as const;

/** The severity of a finding. */
export type Severity = typeof SEVERITIES[number];

/** The result of one check. */
export interface Finding {
  /** Its stable name: `deno-version`, `service-program`. */
  id: string;
  /** Its severity. */
  severity: Severity;
  /** The file, service or socket that it is about; null for this machine. */
  subject: string | null;
  /** What was found. */
  message: string;
  /** What to do about it; null if there is nothing to do. */
  remedy: string | null;
}

/** A finding about a subject that is in order. */
export function fine(id: string, subject: string | null, message: string): Finding {
  return { id, severity: "ok", subject, message, remedy: null };
}

/** A finding that the user should act on, or know about. */
export function trouble(
  id: string,
  severity: Exclude<Severity, "ok">,
  { subject = null, message, remedy }: { subject?: string | null; message: string; remedy: string },
): Finding {
  return { id, severity, subject, message, remedy };
}
