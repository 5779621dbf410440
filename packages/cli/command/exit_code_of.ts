/**
 * The exit code of an error. It knows the errors of all packages, so it is loaded when something fails.
 *
 * @module
 */
import { ConnectionError, ProtocolError } from "@fluxwire/transport";
import { MalformedError, RpcError } from "@fluxwire/wire";
import { ConfigError, type LaunchErrorCode } from "@fluxwire/host";
import { type GrpcCode, GrpcError } from "@fluxwire/grpc";
import { HostError, type HostErrorCode, StartError } from "@fluxwire/supervise";
import { isRefusedToken } from "@fluxwire/host/internal";
import { CheckError } from "./check_error.ts";
import { Interrupted } from "./interrupt.ts";
import { PackageError } from "./package_error.ts";
import { UsageError } from "./usage_error.ts";
import { EXIT } from "./exit_codes.ts";

/** The exit codes of drivers that start and then fail at Hello; every other start error means that it did not start. */
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

/** The exit codes of calls that have no answer of the service itself. */
const GRPC_EXITS: ReadonlyMap<GrpcCode, number> = new Map([
  ["UNAVAILABLE", EXIT.unreachable],
  ["DEADLINE_EXCEEDED", EXIT.timedOut],
  ["PERMISSION_DENIED", EXIT.refused],
  ["UNAUTHENTICATED", EXIT.refused],
]);

/** The exit code of a failure. */
export function exitCodeOf(error: unknown): number {
  if (error instanceof Interrupted) return error.exitCode;
  if (error instanceof UsageError || error instanceof ConfigError) return EXIT.usage;
  if (error instanceof StartError) return HELLO_EXITS.get(error.code) ?? EXIT.unreachable;
  if (error instanceof HostError) return HOST_EXITS[error.code];
  if (error instanceof CheckError) return EXIT.checkFailed;
  if (error instanceof PackageError) return EXIT.unreachable;
  if (error instanceof MalformedError) return EXIT.protocol;
  if (error instanceof RpcError) {
    if (error.code === "VersionMismatch") return EXIT.noCommonVersion;
    return isRefusedToken(error) ? EXIT.refused : EXIT.driverError;
  }
  if (error instanceof GrpcError) return GRPC_EXITS.get(error.code) ?? EXIT.driverError;
  if (error instanceof ProtocolError) return protocolExitCode(error);
  if (error instanceof ConnectionError) return connectionExitCode(error);
  return EXIT.defect;
}

function protocolExitCode({ code }: ProtocolError): number {
  if (code === "NoCommonLayout") return EXIT.noCommonVersion;
  return ["HandshakeTimeout", "FrameTimeout", "SETTINGS_TIMEOUT"].includes(code) ? EXIT.timedOut : EXIT.protocol;
}

function connectionExitCode({ code }: ConnectionError): number {
  if (code === "Timeout") return EXIT.timedOut;
  if (code === "SocketForeign") return EXIT.refused;
  if (code === "FrameTruncated") return EXIT.protocol;
  return code === "SocketNameInvalid" || code === "PermissionMissing" ? EXIT.usage : EXIT.unreachable;
}
