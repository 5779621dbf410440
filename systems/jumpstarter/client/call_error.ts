/**
 * A call that an exporter, or its driver, has refused.
 *
 * @module
 */
import type { GrpcCode } from "@fluxwire/grpc";

/** A failed call of a device; the connection lives. */
export class CallError extends Error {
  /** The class's name. */
  override readonly name = "CallError";

  /**
   * A failed call.
   *
   * @param code The status that the exporter answered: `NOT_FOUND` for a method that the device does not have,
   * `UNIMPLEMENTED` for one that it does not support, `INVALID_ARGUMENT` for a bad argument, `UNKNOWN` for most others.
   * @param device The device's path; empty for the root.
   * @param method The method.
   * @param details The exporter's text.
   */
  constructor(
    readonly code: GrpcCode,
    readonly device: string,
    readonly method: string,
    readonly details: string,
    options: { cause?: unknown } = {},
  ) {
    const place = device === "" ? method : `${device}.${method}`;
    super(`Cannot call ${place}: ${details === "" ? "the exporter gave no reason" : details} (${code})`, options);
  }
}
