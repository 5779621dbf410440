/** How a server ends: the exit codes of `serve`. */

/** The codes, by what happened. */
export const SERVER_EXIT = {
  stopped: 0,
  configuration: 1,
  cannotListen: 2,
  storageFailed: 3,
  logDamaged: 4,
  storageLost: 5,
} as const;

/** The name of a code. */
export type ServerExit = keyof typeof SERVER_EXIT;

/** Why a server did not start, or does not go on. */
export class ServerError extends Error {
  override readonly name = "ServerError";

  /** What helps against this very one; `null` for what helps against all with this exit code. */
  readonly remedy: string | null;

  /** Makes one, with the exit code's name. The message has no remedy: it is printed behind it. */
  constructor(readonly exit: ServerExit, message: string, options: ErrorOptions & { readonly remedy?: string } = {}) {
    super(message, options);
    this.remedy = options.remedy ?? null;
  }
}
