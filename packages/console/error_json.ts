/**
 * A failure, as all answers and streams have it.
 *
 * @module
 */

/** A failure, as every answer has it. */
export interface ErrorJson {
  /** One of the codes of docs/errors.md. */
  readonly code: string;
  /** What went wrong. */
  readonly message: string;
  /** What to do about it; null if that is not known. */
  readonly remedy: string | null;
}

/** Whether a value is an {@link ErrorJson}. */
export function isErrorJson(value: unknown): value is ErrorJson {
  const { code, message, remedy } = (value ?? {}) as Record<string, unknown>;
  return typeof code === "string" && typeof message === "string" && (remedy === null || typeof remedy === "string");
}
