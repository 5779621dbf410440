/**
 * What the exit code of the command line means.
 *
 * @module
 */
import { ConnectionError, MalformedError, ProtocolError, RpcError } from "@fluxwire/wire";
import { ConfigError, HostError, type HostErrorCode, LaunchError, type LaunchErrorCode } from "@fluxwire/host";
import { isRefusedToken } from "@fluxwire/host/internal";
import { CheckError } from "./check_error.ts";
import { PackageError } from "./package_error.ts";
import { UsageError } from "./usage_error.ts";

/** The exit codes, by what they mean. */
export const EXIT = {
  done: 0,
  usage: 1,
  unreachable: 2,
  refused: 3,
  protocol: 4,
  noCommonVersion: 5,
  driverError: 6,
  timedOut: 7,
  checkFailed: 8,
  defect: 9,
} as const;

/** What each exit code means, as the help says it. */
const EXIT_MEANINGS: Readonly<Record<keyof typeof EXIT, string>> = {
  done: "done",
  usage: "wrong usage",
  unreachable: "unreachable or not started",
  refused: "token refused",
  protocol: "protocol broken",
  noCommonVersion: "no common version or layout",
  driverError: "the driver answered with an error",
  timedOut: "timed out",
  checkFailed: "a check failed",
  defect: "a defect of Fluxwire",
};

/** The exit codes for signals, as shells expect them: 128 and the signal's number. */
export const SIGNAL_EXITS: Readonly<Partial<Record<Deno.Signal, number>>> = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 };

/** Every exit code with what it means, in the order of the codes. */
export function exitCodeTable(): [code: string, meaning: string][] {
  const own = (Object.keys(EXIT) as (keyof typeof EXIT)[]).map((name) => [String(EXIT[name]), EXIT_MEANINGS[name]]);
  const signals = Object.entries(SIGNAL_EXITS).map(([signal, code]) => [String(code), `ended by ${signal}`]);
  return [...own, ...signals] as [string, string][];
}

/** The exit codes of drivers that start and then fail at Hello; every other code means that it did not start. */
const HELLO_EXITS: ReadonlyMap<LaunchErrorCode, number> = new Map([
  ["TokenRefused", EXIT.refused],
  ["AnswerUnreadable", EXIT.protocol],
  ["VersionMismatch", EXIT.noCommonVersion],
  ["NoCommonLayout", EXIT.noCommonVersion],
  ["WrongCodec", EXIT.noCommonVersion],
  ["WrongLayout", EXIT.noCommonVersion],
  ["HelloRefused", EXIT.driverError],
  ["HandshakeTimeout", EXIT.timedOut],
]);

const HOST_EXITS: Readonly<Record<HostErrorCode, number>> = {
  HostNotRunning: EXIT.unreachable,
  HostRunning: EXIT.unreachable,
  FolderUnusable: EXIT.usage,
  UnknownService: EXIT.usage,
  ServiceNotReady: EXIT.unreachable,
  BadRequest: EXIT.protocol,
  UnknownVerb: EXIT.protocol,
  RequestFailed: EXIT.defect,
};

/** The exit code of a failure. */
export function exitCodeOf(error: unknown): number {
  if (error instanceof UsageError || error instanceof ConfigError) return EXIT.usage;
  if (error instanceof LaunchError) return HELLO_EXITS.get(error.code) ?? EXIT.unreachable;
  if (error instanceof HostError) return HOST_EXITS[error.code];
  if (error instanceof CheckError) return EXIT.checkFailed;
  if (error instanceof PackageError) return EXIT.unreachable;
  if (error instanceof MalformedError) return EXIT.protocol;
  if (error instanceof RpcError) {
    if (error.code === "VersionMismatch") return EXIT.noCommonVersion;
    return isRefusedToken(error) ? EXIT.refused : EXIT.driverError;
  }
  if (error instanceof ProtocolError) return protocolExitCode(error);
  if (error instanceof ConnectionError) return connectionExitCode(error);
  return EXIT.defect;
}

function protocolExitCode({ code }: ProtocolError): number {
  if (code === "NoCommonLayout") return EXIT.noCommonVersion;
  return code === "HandshakeTimeout" || code === "FrameTimeout" ? EXIT.timedOut : EXIT.protocol;
}

function connectionExitCode({ code }: ConnectionError): number {
  if (code === "Timeout") return EXIT.timedOut;
  if (code === "FrameTruncated") return EXIT.protocol;
  return code === "SocketNameInvalid" || code === "PermissionMissing" ? EXIT.usage : EXIT.unreachable;
}
