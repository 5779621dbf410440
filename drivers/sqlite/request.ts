/**
 * Makes requests to the database's process.
 *
 * @module
 */
import { DEFAULT_LIMITS } from "@fluxwire/sdk";
import type { Request } from "./messages.ts";

/** A request: without changes for any number of statements, with all rows as JSON. */
export function toRequest(sql: string, changes: Partial<Request> = {}): Request {
  const { maxFrameBytes, maxResponseValues } = DEFAULT_LIMITS;
  const limits = { maxFrameBytes, maxResponseValues };
  return { sql, parameters: [], isSingle: false, limit: null, offset: 0, codec: null, limits, ...changes };
}
