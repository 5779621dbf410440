/**
 * Why a driver did not start.
 *
 * @module
 */

/**
 * What went wrong: the program could not be run at all, it ended before its socket accepted a connection, it ran without
 * listening until the time was up, or its socket belongs to something else.
 */
export type LaunchErrorCode = "SpawnFailed" | "ExitedEarly" | "NotReady" | "SocketTaken";

/** The last lines that a driver wrote, without colours. */
export interface DriverOutput {
  /** Of its standard output. */
  stdout: readonly string[];
  /** Of its standard error. */
  stderr: readonly string[];
}

/** A driver did not start. Nothing of it is left. */
export class LaunchError extends Error {
  /** The class's name. */
  override readonly name = "LaunchError";
  /** What it wrote before it ended. */
  readonly output: DriverOutput;

  /**
   * Made where a driver is started.
   *
   * @param code What went wrong.
   * @param message The command, how it ended, and the remedy.
   */
  constructor(
    readonly code: LaunchErrorCode,
    message: string,
    options: { output?: DriverOutput; cause?: unknown } = {},
  ) {
    super(message, { cause: options.cause });
    this.output = options.output ?? { stdout: [], stderr: [] };
  }
}
