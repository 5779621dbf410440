/**
 * A command that has failed, with the exit code that says how.
 *
 * @module
 */

/** A failure of a command: it is shown as `error[CODE]: MESSAGE (HINT)`, and decides the exit code. */
export class CommandError extends Error {
  /** The class's name. */
  override readonly name: string = "CommandError";
  /** What to do about it; null for what the exit code suggests. */
  readonly hint: string | null;

  /**
   * A failure with its exit code.
   *
   * @param code A stable name, for programs that read the failure.
   * @param exitCode The exit code of the command, one of {@link EXIT}.
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
