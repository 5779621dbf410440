/**
 * A statement as a request.
 *
 * @module
 */
import type { DriverRequestBody, Value } from "@fluxwire/wire";

/** The request that runs a statement. */
export function execute(sql: string, params: Value[] = []): Extract<DriverRequestBody, { type: "Execute" }> {
  return { type: "Execute", request: { sql, params } };
}
