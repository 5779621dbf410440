/**
 * Errors as the mock driver sends them: never retriable.
 *
 * @module
 */
import type { DriverResponseBody, DriverRpcErrorCode } from "@fluxwire/wire";

/** An error as a body. */
export function failure(code: DriverRpcErrorCode, message: string): DriverResponseBody {
  return { type: "Error", code, message, retriable: false };
}
