/**
 * A command that has failed, with the exit code that says how.
 *
 * @module
 */

/** What a command could not do. */
export class CommandError extends Error {
  /** The class's name. */
  override readonly name: string = "CommandError";
  /** What to do about it; null for what the exit code suggests. */
  readonly hint: string | null;

  /**
   * A failure with its exit code.
   *
   * @param code For programs.
   * @param exitCode Of the command.
   */
  constructor(
    readonly code: string,
    message: string,
    readonly exitCode: number,
    { hint = null, cause }: { hint?: string | null; cause?: unknown } = {},
  ) {
    super(message, { cause });
    this.hint = hint;
  }
}
