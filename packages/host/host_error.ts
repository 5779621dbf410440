/**
 * What a host cannot do.
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

/** What mends each. */
const HINTS: Readonly<Record<HostErrorCode, string>> = {
  HostNotRunning: "start one by deno task host run",
  HostRunning: "see what it runs by deno task host status",
  FolderUnusable: "give another by --control, or take the rights of others away",
  UnknownService: "see the services by deno task host status",
  ServiceNotReady: "see why by deno task host logs ID",
  BadRequest: "both ends must be of one version of Fluxwire",
  UnknownVerb: "both ends must be of one version of Fluxwire",
  RequestFailed: "please report this",
};

/** A host cannot do what it was asked. */
export class HostError extends Error {
  /** The class's name. */
  override readonly name = "HostError";
  /** What to do about it. */
  readonly hint: string;

  /**
   * Made where a host is asked.
   *
   * @param code Why not.
   * @param message The action, the value and the remedy.
   */
  constructor(readonly code: HostErrorCode, message: string, options: { cause?: unknown } = {}) {
    super(message, options);
    this.hint = HINTS[code];
  }
}
