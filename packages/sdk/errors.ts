/**
 * The error that a driver's methods throw.
 *
 * @module
 */
import type { DriverRpcErrorCode } from "@fluxwire/wire";
import { RpcError } from "@fluxwire/wire/internal";

/**
 * A failed call, with one of the wire's nine codes. The user sees the message. Any other error that a method throws
 * becomes `Internal` with an id, and its text goes to the log only.
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
  /** Whether what the call asked for was, or may have been, carried out in spite of the error. */
  readonly mayBeDone: boolean;

  /**
   * A call that failed.
   *
   * @param code `InvalidRequest` if the user can correct the request, `Driver` for errors of the database, `Transport`
   *   if it cannot be reached.
   * @param message The text that the user sees.
   * @param options `mayBeDone` if what the call asked for was, or may have been, carried out anyway, which the
   *   message says: it is then part of the answer even if the call was cancelled before.
   */
  constructor(
    code: DriverRpcErrorCode,
    message: string,
    options: { retriable?: boolean; cause?: unknown; mayBeDone?: boolean } = {},
  ) {
    super(code, message, options);
    this.mayBeDone = options.mayBeDone ?? false;
  }
}
