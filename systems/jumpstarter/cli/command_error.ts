/**
 * A command that has failed, with the exit code that says how.
 *
 * @module
 */

/** What a command could not do. */
export class CommandError extends Error {
  /** The class's name. */
  override readonly name = "CommandError";

  /**
   * @param code For programs.
   * @param exitCode Of the command.
   */
  constructor(readonly code: string, message: string, readonly exitCode: number) {
    super(message);
  }
}
