/**
 * Statements as requests, and their results.
 *
 * @module
 */
import type { DriverRequestBody, QueryRequestDto, QueryResultDto, Value } from "@fluxwire/wire";
import type { HostEnd } from "./host_end.ts";

/** The request that runs a statement. */
export function execute(sql: string, params: Value[] = []): Extract<DriverRequestBody, { type: "Execute" }> {
  return { type: "Execute", request: { sql, params } };
}

/** Runs a statement and gives its result. */
export async function resultOf(
  end: HostEnd,
  sql: string,
  more: Partial<QueryRequestDto> = {},
): Promise<QueryResultDto> {
  return (await end.call({ type: "Execute", request: { sql, params: [], ...more } })).result;
}
