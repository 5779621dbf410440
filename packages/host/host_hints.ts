/**
 * What to do about what a host cannot do, by the commands of `deno task host`.
 *
 * @module
 */
import type { HostErrorCode } from "@fluxwire/supervise";

/** The sentence that mends each. */
export const HOST_ERROR_HINTS: Readonly<Record<HostErrorCode, string>> = {
  HostNotRunning: "start one by deno task host run",
  HostRunning: "see what it runs by deno task host status",
  FolderUnusable: "give another by --control, or take the rights of others away",
  UnknownService: "see the services by deno task host status",
  ServiceNotReady: "see why by deno task host logs ID",
  BadRequest: "both ends must be of one version of Fluxwire",
  UnknownVerb: "both ends must be of one version of Fluxwire",
  RequestFailed: "please report this",
};
