/**
 * Running statements.
 *
 * @module
 */
import type { ExplainRequest, QueryRequestDto, SemanticPlan, SemanticRequest, TableRef } from "@fluxwire/wire";
import { type QueryResult, toQueryResult } from "../result.ts";
import type { Context } from "./context.ts";
import { type Method, method } from "./method.ts";

/** What runs statements. */
export interface QueryMethods {
  /** Runs a statement. */
  execute?(request: QueryRequestDto, context: Context): QueryResult | undefined | Promise<QueryResult | undefined>;
  /** Says how a statement, or the reading of a table, would be run. */
  explain?(request: ExplainRequest, context: Context): QueryResult | Promise<QueryResult>;
  /** The columns of a table, one row each. */
  describeTable?(request: { table: TableRef }, context: Context): QueryResult | Promise<QueryResult>;
  /** The statements that a request would run, without running them. Since protocol version 1.1. */
  planSemantic?(request: SemanticRequest, context: Context): SemanticPlan | Promise<SemanticPlan>;
}

/** The requests that run statements. */
export const QUERY_METHODS: Readonly<
  Record<"Execute" | "ExecuteWithHandle" | "Explain" | "DescribeTable" | "PlanSemantic", Method>
> = {
  Execute: method<"Execute", "execute">("execute", ({ request }) => [request], async (result, options) => ({
    type: "ExecuteResult",
    result: await toQueryResult(result, options),
  })),
  ExecuteWithHandle: method<"ExecuteWithHandle", "execute">(
    "execute",
    ({ request }) => [request],
    async (result, options) => ({
      type: "ExecuteWithHandleResult",
      handleId: crypto.randomUUID(),
      result: await toQueryResult(result, options),
    }),
  ),
  Explain: method<"Explain", "explain">("explain", ({ request }) => [request], async (result, options) => ({
    type: "BrowseResult",
    result: await toQueryResult(result, options),
  })),
  DescribeTable: method<"DescribeTable", "describeTable">(
    "describeTable",
    ({ request }) => [request],
    async (result, options) => ({
      type: "BrowseResult",
      result: await toQueryResult(result, options),
    }),
  ),
  PlanSemantic: method<"PlanSemantic", "planSemantic">("planSemantic", ({ request }) => [request], (plan) => ({
    type: "SemanticPlan",
    plan,
  })),
};
