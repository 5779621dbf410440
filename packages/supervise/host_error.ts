/**
 * What a host, a program that runs services, cannot do.
 *
 * @module
 */

/** Every code of a {@link HostError}. */
export const HOST_ERROR_CODES = [
  "HostNotRunning",
  "HostRunning",
  "FolderUnusable",
  "UnknownService",
  "ServiceNotReady",
  "BadRequest",
  "UnknownVerb",
  "RequestFailed",
] as const;

/**
 * Why: no host runs on that control socket, another one does already, its folder is open to others or cannot be made, it
 * does not know that service, the service is not ready, it does not understand what it was asked, or it could not do it.
 */
export type HostErrorCode = typeof HOST_ERROR_CODES[number];

/** A host cannot do what it was asked. */
export class HostError extends Error {
  /** The class's name. */
  override readonly name = "HostError";

  /**
   * An error of a request to a host.
   *
   * @param code Why not.
   * @param message The action, the value and the remedy.
   */
  constructor(readonly code: HostErrorCode, message: string, options: { cause?: unknown } = {}) {
    super(message, options);
  }
}
