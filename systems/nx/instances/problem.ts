/**
 * What is wrong with an instances file, with its place.
 *
 * @module
 */

/** One finding. A warning does not keep the host from starting. */
export interface Problem {
  /** Whether the file can be used anyway. */
  readonly isWarning: boolean;
  /** The instance, by its id or its place in the list; null for the file as a whole. */
  readonly instance: string | null;
  /** The member, with its path: `fluxwire.limits.memory_bytes`; null for an instance as a whole. */
  readonly member: string | null;
  /** From 1. */
  readonly line: number;
  /** From 1, in UTF-16 code units. */
  readonly column: number;
  /** The value, the rule, the remedy. */
  readonly text: string;
}

/** The line and column of an offset. */
export function placeOf(text: string, offset: number): { line: number; column: number } {
  const lines = text.slice(0, offset).split("\n");
  return { line: lines.length, column: lines.at(-1)!.length + 1 };
}

/** A problem as one line: `FILE:LINE:COLUMN: INSTANCE: MEMBER: what`. */
export function problemLine(file: string, { isWarning, instance, member, line, column, text }: Problem): string {
  const about = [instance, member].filter((part) => part !== null).map((part) => `${part}: `).join("");
  return `${file}:${line}:${column}: ${isWarning ? "warning: " : ""}${about}${text}`;
}
