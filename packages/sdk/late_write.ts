/**
 * Writes of calls that were ended from outside: the answer must not say that nothing was done if something was, or may
 * have been.
 *
 * @module
 */
import type { DriverRequestBody, DriverResponseBody } from "@fluxwire/wire";
import { RpcError } from "@fluxwire/wire/internal";

/**
 * How long the answer of an ended call waits for its method, in milliseconds: databases end a cancelled statement within
 * a few, and a write that was complete by then gives its own result.
 */
export const LATE_GRACE_MS = 20;

/** The longest wait that a method can ask for, in milliseconds. */
export const MAX_GRACE_MS = 5_000;

/** The requests that may write. */
const WRITING =
  /^(?:Execute|ExecuteWithHandle|(?:Update|Insert|Delete)Row|Kv(?:Set|Delete|Expire|Persist|Rename|Hash|List|ZSet|Stream)\w+)$/;

/** Whether a request may change something; what `Execute` runs is known to the driver alone. */
export function mayWrite(request: DriverRequestBody["type"]): boolean {
  return WRITING.test(request);
}

/** The number of rows that an answer says were written; 0 for all that wrote none. */
export function writtenRows(body: DriverResponseBody): bigint {
  switch (body.type) {
    case "ExecuteResult":
    case "ExecuteWithHandleResult":
    case "CrudResult":
      return body.result.affectedRows ?? 0n;
    default:
      return 0n;
  }
}

/** Whether the answer of an ended call tells all of what was done. Rows may be missing: reading stops with the call. */
export function isWhole(body: DriverResponseBody): boolean {
  const isTable = body.type === "ExecuteResult" || body.type === "ExecuteWithHandleResult";
  return !isTable || body.result.columns.length === 0 || writtenRows(body) > 0n;
}

/** The error of an ended call that may have been carried out. */
export function inDoubt(
  { code, message }: RpcError,
  what = "it may have been carried out: look before you send it again",
): RpcError {
  return new RpcError(code, `${message}; ${what}`);
}
