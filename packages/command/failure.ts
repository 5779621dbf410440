/**
 * A failure as a command line shows it: code, message and hint.
 *
 * @module
 */
/** The last lines that a program wrote. */
export interface WrittenLines {
  /** To stdout. */
  readonly stdout: readonly string[];
  /** To stderr. */
  readonly stderr: readonly string[];
}

/** A failure for people and scripts. */
export interface Failure {
  /** A stable name. */
  code: string;
  /** What happened, in one line, or in those of {@link ErrorRules.hasLines}. */
  message: string;
  /** What to do about it. */
  hint: string;
  /** The last lines of a program that did not start; missing for other failures. */
  output?: WrittenLines;
}

/** What a program knows of its own errors; null for an error that it does not know. */
export interface ErrorRules {
  /** Whether a message keeps its lines, for example one whose caret points to the line above. */
  hasLines?(error: unknown): boolean;
  /** The exit code of an error. */
  exitCode?(error: unknown): number | null;
  /** What to do about an error. */
  hint?(error: unknown): string | null;
  /** What to do about other errors, by their exit codes. */
  readonly hints?: Readonly<Record<number, string>>;
  /** The stable name of an error that has no `code`, or another one. */
  code?(error: unknown): string | null;
}
