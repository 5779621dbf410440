/**
 * An error of a source that passes on what another program said.
 *
 * @module
 */
import type { ErrorJson } from "./error_json.ts";

/** What a source was asked has failed elsewhere, with the code of that place. */
export class SourceError extends Error {
  /** The class's name. */
  override readonly name = "SourceError";
  /** What the page shows. */
  readonly failure: ErrorJson;

  /** An error with what the page shows; `cause` is what was thrown, which no page gets. */
  constructor({ code, message, remedy }: ErrorJson, cause?: unknown) {
    super(message, { cause });
    this.failure = { code, message, remedy };
  }
}

/**
 * The result of what a source was asked.
 *
 * @param read Tells what was thrown as the page shows it, without paths of the machine.
 * @throws {SourceError} In place of everything that `work` throws.
 */
export async function explained<T>(work: () => Promise<T>, read: (error: unknown) => ErrorJson): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw new SourceError(read(error), error);
  }
}
