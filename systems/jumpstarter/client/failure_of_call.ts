/**
 * What a caller gets of a call that failed.
 *
 * @module
 */
import { type Channel, GrpcError } from "@fluxwire/grpc";
import { ConnectionError } from "@fluxwire/transport";
import { CallError } from "./call_error.ts";

/** Which call it was. */
export interface CalledMethod {
  /** The connection it was made on. */
  readonly channel: Channel;
  /** The device's path. */
  readonly device: string;
  /** The method. */
  readonly method: string;
  /** The caller's signal. */
  readonly signal: AbortSignal | undefined;
}

/**
 * The error for a failed call: the reason of the caller's signal, a `ConnectionError` if the connection has ended, else a
 * `CallError`. Other errors, such as a `TypeError` of an argument, stay what they are.
 */
export function failureOfCall(error: unknown, { channel, device, method, signal }: CalledMethod): unknown {
  if (!(error instanceof GrpcError)) return error;
  if (signal?.aborted) return signal.reason;
  if (error.code === "UNAVAILABLE" && !channel.isOpen) {
    const text = `Cannot finish ${method}: the connection to the exporter has ended: ${error.details}`;
    return new ConnectionError("ConnectionClosed", text, { cause: error });
  }
  return new CallError(error.code, device, method, error.details, { cause: error });
}
