/**
 * Errors of the mock driver: never retriable.
 *
 * @module
 */
import type { DriverResponseBody, DriverRpcErrorCode } from "@fluxwire/wire";

/** The body of an error answer. */
export function failure(code: DriverRpcErrorCode, message: string): DriverResponseBody {
  return { type: "Error", code, message, retriable: false };
}
