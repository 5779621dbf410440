/**
 * Calls that run statements.
 *
 * @module
 */
import type {
  DescribeRequest,
  ExplainRequest,
  QueryRequestDto,
  QueryResultDto,
  SemanticPlan,
  SemanticRequest,
} from "../../dto.ts";
import { call, type CallTable, plainCall, requestCall, type With } from "./call.ts";
import type { Plain } from "./call.ts";

/** A statement to run. */
export interface Statement extends Omit<QueryRequestDto, "params" | "statementTimeoutMs"> {
  /**
   * Values for the placeholders.
   *
   * @default {[]}
   */
  params?: QueryRequestDto["params"];
  /**
   * How long the statement may run, in milliseconds; the driver is told, and enforces it.
   *
   * @default {null}
   */
  statementTimeoutMs?: number | bigint | null;
}

/** A result under a handle. */
export interface HandledResult {
  /** The handle. It is known only after its statement has ended, so that cancelling it does nothing. */
  handleId: string;
  /** The result. */
  result: QueryResultDto;
}

/** What runs statements, and ends them. */
export interface QueryCalls {
  /** Runs a statement. */
  execute: With<Statement, QueryResultDto>;
  /** Runs a statement, and gives its result a handle. */
  executeWithHandle: With<Statement, HandledResult>;
  /** Cancels a statement by its handle; drivers answer, and end nothing (PROTOCOL.md#one-request-at-a-time). */
  cancel: With<{ handleId: string }, void>;
  /** Ends what the session is running. */
  cancelActive: Plain<void>;
  /** Makes the session usable after a cancel. */
  cleanupAfterCancel: Plain<void>;
  /** How a statement, or the reading of a table, would be run. */
  explain: With<ExplainRequest, QueryResultDto>;
  /** The columns of a table, one row each. */
  describeTable: With<DescribeRequest, QueryResultDto>;
  /** The statements that a request would run, without running them. Since protocol version 1.1. */
  planSemantic: With<SemanticRequest, SemanticPlan>;
}

/** The requests behind them. */
export const QUERY_CALLS: CallTable<QueryCalls> = {
  execute: call("Execute", statement, ({ result }) => result),
  executeWithHandle: call("ExecuteWithHandle", statement, ({ handleId, result }) => ({ handleId, result })),
  cancel: call("Cancel", ({ handleId }: { handleId: string }) => ({ handleId }), () => undefined),
  cancelActive: plainCall("CancelActive", () => undefined),
  cleanupAfterCancel: plainCall("CleanupAfterCancel", () => undefined),
  explain: requestCall("Explain", ({ result }) => result),
  describeTable: requestCall("DescribeTable", ({ result }) => result),
  planSemantic: requestCall("PlanSemantic", ({ plan }) => plan),
};

function statement({ params = [], statementTimeoutMs = null, ...rest }: Statement): { request: QueryRequestDto } {
  const timeout = statementTimeoutMs === null ? null : BigInt(statementTimeoutMs);
  return { request: { ...rest, params, statementTimeoutMs: timeout } };
}
