/**
 * What a driver's methods throw.
 *
 * @module
 */
import { type DriverRpcErrorCode, RpcError } from "@fluxwire/wire";

/**
 * Says that a call failed, in one of the wire's nine codes. The user sees the message; anything else that a method
 * throws becomes `Internal` with an id, and its text goes to the log only.
 *
 * @example
 * ```ts
 * import { strictEqual } from "node:assert/strict";
 * import { DriverError } from "@fluxwire/sdk";
 *
 * const error = new DriverError("Driver", "No such table: users");
 * strictEqual(error.code, "Driver");
 * ```
 */
export class DriverError extends RpcError {
  /**
   * A call that failed.
   *
   * @param code `InvalidRequest` for what the user can mend, `Driver` for what the database says, `Transport` where it cannot be reached.
   * @param message What the user sees.
   */
  constructor(code: DriverRpcErrorCode, message: string, options: { retriable?: boolean; cause?: unknown } = {}) {
    super(code, message, options);
  }
}
