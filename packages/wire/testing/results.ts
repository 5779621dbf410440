/**
 * Messages of results, and the errors of reading and writing them.
 *
 * @module
 */
import { ok } from "node:assert/strict";
import type { DriverResponseEnvelope, QueryResultDto, Value } from "../dto.ts";
import { MalformedError } from "../errors.ts";

/** The version of layouts from 0.5 on. */
export const V1_2: { major: number; minor: number } = { major: 1, minor: 2 };

/** An answer with these rows. */
export function resultWith(rows: Value[][]): DriverResponseEnvelope {
  const result: QueryResultDto = { shape: "Table", columns: [], rows, executionTimeMs: 0n };
  return { protocolVersion: V1_2, requestId: 1n, done: true, body: { type: "ExecuteResult", result } };
}

/** The rows of an answer. */
export function rowsOf(envelope: DriverResponseEnvelope): Value[][] {
  return (envelope.body as Extract<DriverResponseEnvelope["body"], { type: "ExecuteResult" }>).result.rows;
}

/** The error with which something is refused. */
export function malformed(action: () => unknown): MalformedError {
  try {
    action();
  } catch (error) {
    ok(error instanceof MalformedError, String(error));
    return error;
  }
  throw new Error("Expected a MalformedError");
}
