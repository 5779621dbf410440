/**
 * What the exit code of a command means: the same as for every command of Fluxwire.
 *
 * @module
 */
import { type GrpcCode, GrpcError } from "@fluxwire/grpc";
import { HostError, type HostErrorCode } from "@fluxwire/supervise";
import { ConnectionError, ProtocolError } from "@fluxwire/transport";
import { CallError } from "../client/call_error.ts";
import { CodingError } from "../coding/coding_error.ts";
import { ConfigError } from "../config/config_error.ts";
import { CommandError } from "./command_error.ts";
import { UsageError } from "./flags.ts";

/** The exit codes, by what they mean. */
export const EXIT = {
  done: 0,
  usage: 1,
  unreachable: 2,
  refused: 3,
  protocol: 4,
  driverError: 6,
  timedOut: 7,
  checkFailed: 8,
  defect: 9,
} as const;

const OF_HOST_ERRORS: Readonly<Record<HostErrorCode, number>> = {
  HostNotRunning: EXIT.unreachable,
  HostRunning: EXIT.unreachable,
  FolderUnusable: EXIT.unreachable,
  UnknownService: EXIT.usage,
  ServiceNotReady: EXIT.unreachable,
  BadRequest: EXIT.protocol,
  UnknownVerb: EXIT.protocol,
  RequestFailed: EXIT.defect,
};

const OF_STATUSES: Readonly<Partial<Record<GrpcCode, number>>> = {
  UNAVAILABLE: EXIT.unreachable,
  DEADLINE_EXCEEDED: EXIT.timedOut,
  PERMISSION_DENIED: EXIT.refused,
  UNAUTHENTICATED: EXIT.refused,
  UNIMPLEMENTED: EXIT.protocol,
};

/** The exit code for what a command has thrown. */
export function exitCodeOf(error: unknown): number {
  if (error instanceof CommandError) return error.exitCode;
  if (error instanceof UsageError || error instanceof ConfigError) return EXIT.usage;
  if (error instanceof CallError) return error.code === "UNAUTHENTICATED" ? EXIT.refused : EXIT.driverError;
  if (error instanceof CodingError) return EXIT.driverError;
  if (error instanceof ProtocolError) return EXIT.protocol;
  if (error instanceof HostError) return OF_HOST_ERRORS[error.code];
  if (error instanceof GrpcError) return OF_STATUSES[error.code] ?? EXIT.driverError;
  if (error instanceof ConnectionError) return error.code === "Timeout" ? EXIT.timedOut : EXIT.unreachable;
  return EXIT.defect;
}
