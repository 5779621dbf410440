/**
 * What a command line makes of the errors of a host, a program that runs services.
 *
 * @module
 */
import type { HostErrorCode } from "@fluxwire/supervise";
import { EXIT } from "./exit_codes.ts";

/** The exit code of each error. */
export const HOST_EXITS: Readonly<Record<HostErrorCode, number>> = {
  HostNotRunning: EXIT.unreachable,
  HostRunning: EXIT.unreachable,
  FolderUnusable: EXIT.usage,
  UnknownService: EXIT.usage,
  ServiceNotReady: EXIT.unreachable,
  BadRequest: EXIT.protocol,
  UnknownVerb: EXIT.protocol,
  RequestFailed: EXIT.defect,
};

const VERSIONS_DIFFER = "both ends must be of one version of Fluxwire";

/**
 * What to do about an error.
 *
 * @param command The host's command line, such as `deno task host`.
 */
export function hostErrorHint(code: HostErrorCode, command: string): string {
  const hints: Readonly<Record<HostErrorCode, string>> = {
    HostNotRunning: `start one by ${command} run`,
    HostRunning: `see what it runs by ${command} status`,
    FolderUnusable: "choose another path, or remove other users' permissions",
    UnknownService: `see the services by ${command} status`,
    ServiceNotReady: `see why by ${command} logs ID`,
    BadRequest: VERSIONS_DIFFER,
    UnknownVerb: VERSIONS_DIFFER,
    RequestFailed: "please report this",
  };
  return hints[code];
}
