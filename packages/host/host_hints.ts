/**
 * What to do if a host fails, by the commands of `deno task host`.
 *
 * @module
 */
import type { HostErrorCode } from "@fluxwire/supervise";

/** The remedy of each, as a sentence. */
export const HOST_ERROR_HINTS: Readonly<Record<HostErrorCode, string>> = {
  HostNotRunning: "start one by deno task host run",
  HostRunning: "see what it runs by deno task host status",
  FolderUnusable: "choose another path by --control, or remove other users' permissions",
  UnknownService: "see the services by deno task host status",
  ServiceNotReady: "see why by deno task host logs ID",
  BadRequest: "both ends must be of one version of Fluxwire",
  UnknownVerb: "both ends must be of one version of Fluxwire",
  RequestFailed: "please report this",
};
