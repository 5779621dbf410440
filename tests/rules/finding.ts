/**
 * A violation of a rule.
 *
 * @module
 */

/** One violation of a rule, with its place and its remedy. */
export interface Finding {
  /** The file, or the folder of a whole package, relative to the root. */
  file: string;
  /** The line, or null for a whole file or package. */
  line: number | null;
  rule: Rule;
  /** What is wrong, and the remedy. */
  message: string;
}

/** The rules, by their reported names. */
export type Rule =
  | "layers"
  | "circles"
  | "own-folder"
  | "published"
  | "testing-entry"
  | "bare-names"
  | "literal-names"
  | "npm"
  | "memory"
  | "sizes"
  | "readable";

/** A finding as one line. */
export function findingLine({ file, line, rule, message }: Finding): string {
  return `${line === null ? file : `${file}:${line}`}: ${rule}: ${message}`;
}
