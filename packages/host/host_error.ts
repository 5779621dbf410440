/**
 * What a host cannot do.
 *
 * @module
 */

/**
 * Why: no host runs on that control socket, another one does already, its folder is open to others, it does not know
 * that service, the service is not ready, it does not understand what it was asked, or it could not do it.
 */
export type HostErrorCode =
  | "HostNotRunning"
  | "HostRunning"
  | "FolderNotPrivate"
  | "UnknownService"
  | "ServiceNotReady"
  | "BadRequest"
  | "UnknownVerb"
  | "RequestFailed";

/** A host cannot do what it was asked. */
export class HostError extends Error {
  /** The class's name. */
  override readonly name = "HostError";

  /**
   * Made where a host is asked.
   *
   * @param code Why not.
   * @param message The action, the value and the remedy.
   */
  constructor(readonly code: HostErrorCode, message: string, options: { cause?: unknown } = {}) {
    super(message, options);
  }
}
