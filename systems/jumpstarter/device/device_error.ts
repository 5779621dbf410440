/**
 * Errors that devices give to clients.
 *
 * @module
 */
import { type GrpcCode, GrpcError } from "@fluxwire/grpc";
import { Misfit } from "./schema.ts";

/** Why a device could not do what was asked. */
export type DeviceErrorCode =
  | "InvalidArgument"
  | "NotImplemented"
  | "Timeout"
  | "Unavailable"
  | "DeviceFailed"
  | "Failed";

const STATUS: Readonly<Record<DeviceErrorCode, GrpcCode>> = {
  InvalidArgument: "INVALID_ARGUMENT",
  NotImplemented: "UNIMPLEMENTED",
  Timeout: "DEADLINE_EXCEEDED",
  Unavailable: "UNAVAILABLE",
  DeviceFailed: "INTERNAL",
  Failed: "UNKNOWN",
};

/**
 * A method failed. `InvalidArgument` is a ValueError in Python, `NotImplemented` a DriverMethodNotImplemented, all others
 * a DriverError.
 */
export class DeviceError extends Error {
  /** The class's name. */
  override readonly name = "DeviceError";

  /**
   * An error with its code.
   *
   * @param code Why.
   * @param message What the client sees.
   */
  constructor(readonly code: DeviceErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
  }
}

/** The status for what a method has thrown. */
export function statusOf(error: unknown): GrpcError {
  if (error instanceof GrpcError) return error;
  const text = error instanceof Error ? error.message : String(error);
  // A lone surrogate cannot be sent in a status.
  return new GrpcError(codeOf(error), text.toWellFormed(), { cause: error });
}

function codeOf(error: unknown): GrpcCode {
  if (error instanceof DeviceError) return STATUS[error.code];
  if (error instanceof Misfit) return "INVALID_ARGUMENT";
  if (error instanceof Deno.errors.NotSupported) return "UNIMPLEMENTED";
  if (error instanceof Deno.errors.TimedOut) return "DEADLINE_EXCEEDED";
  if (error instanceof DOMException && error.name === "TimeoutError") return "DEADLINE_EXCEEDED";
  return CONNECTION_ERRORS.some((kind) => error instanceof kind) ? "UNAVAILABLE" : "UNKNOWN";
}

const CONNECTION_ERRORS = [
  Deno.errors.ConnectionRefused,
  Deno.errors.ConnectionReset,
  Deno.errors.ConnectionAborted,
  Deno.errors.NotConnected,
  Deno.errors.BrokenPipe,
];
