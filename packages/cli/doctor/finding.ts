/**
 * What the doctor says.
 *
 * @module
 */

/** How bad it is: nothing to do; worth knowing; may hurt; keeps drivers from working. */
export const SEVERITIES = ["ok", "note", "warning", "error"] as const;

/** How bad something is. */
export type Severity = typeof SEVERITIES[number];

/** One thing that was looked at. */
export interface Finding {
  /** Its stable name: `deno-version`, `service-program`. */
  id: string;
  /** How bad it is. */
  severity: Severity;
  /** What it is about, a file, a service or a socket; null for this machine. */
  subject: string | null;
  /** What was found. */
  message: string;
  /** What to do about it; null where there is nothing to do. */
  remedy: string | null;
}

/** A finding about a subject that is as it should be. */
export function fine(id: string, subject: string | null, message: string): Finding {
  return { id, severity: "ok", subject, message, remedy: null };
}

/** A finding that somebody should do something about, or should know. */
export function trouble(
  id: string,
  severity: Exclude<Severity, "ok">,
  { subject = null, message, remedy }: { subject?: string | null; message: string; remedy: string },
): Finding {
  return { id, severity, subject, message, remedy };
}
