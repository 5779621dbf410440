/**
 * Errors as the mock driver sends them: never retriable.
 *
 * @module
 */
import type { DriverResponseBody, DriverRpcErrorCode } from "jsr:@fluxwire/wire@^0.1.0";

/** An error as a body. */
export function failure(code: DriverRpcErrorCode, message: string): DriverResponseBody {
  return { type: "Error", code, message, retriable: false };
}
