/**
 * Writes that end although their call was ended: their result must reach the user, who may otherwise write again.
 *
 * @module
 */
import type { DriverResponseBody } from "@fluxwire/wire";

/**
 * How long the answer of an ended call waits for its method, in milliseconds: databases end a cancelled statement within
 * a few, and a write that was complete by then gives its own result.
 */
export const LATE_GRACE_MS = 20;

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
