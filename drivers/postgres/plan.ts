/**
 * Plans the statements that a request would run, with their values inserted.
 *
 * @module
 */
import {
  DriverError,
  type MutationRequest,
  type SemanticPlan,
  type SemanticRequest,
  type TableRef,
} from "@fluxwire/sdk";
import { aggregate, browse, count } from "./read_statements.ts";
import { name, raw, type Sql, sql } from "./sql.ts";
import { deleteRow, deleteRows, insertRow, updateRow, updateRows, upsertRow } from "./write_statements.ts";

/**
 * Plans a request.
 *
 * @throws {DriverError} `InvalidRequest` for a request that SQL databases cannot run.
 */
export function plan(request: SemanticRequest): SemanticPlan {
  switch (request.type) {
    case "TableBrowse":
      return reading(browse(tableOf(request.table), [], request));
    case "TableCount":
      return reading(count(tableOf(request.table), request));
    case "Aggregate":
      return reading(aggregate(tableOf(request.table), request), request.targetDatabase);
    case "Explain":
      return reading(explain(tableOf(request.table), request.query));
    case "Describe":
      return reading(sql`SELECT column_name, data_type, is_nullable, column_default FROM information_schema.columns
WHERE table_schema = ${
        request.table.schema ?? "public"
      } AND table_name = ${request.table.name} ORDER BY ordinal_position`);
    case "Mutation":
      return { ...reading(mutation(request.value)), kind: "MutationPreview" };
    case "CollectionBrowse":
    case "CollectionCount":
      throw new DriverError("InvalidRequest", `Cannot plan ${request.type}: PostgreSQL has tables, not collections`);
  }
}

/** Explains how a statement, or the reading of a table, would be run, without running it. */
export function explain(table: Sql, query: string | null | undefined): Sql {
  return sql`EXPLAIN ${query == null || query.trim() === "" ? sql`SELECT * FROM ${table}` : raw(query)}`;
}

/** A table as the request names it. */
export function tableOf({ schema = null, name: own }: TableRef | { schema?: string | null; name: string }): Sql {
  return schema === null ? name(own) : name(schema, own);
}

function mutation(request: MutationRequest): Sql {
  switch (request.type) {
    case "SqlUpdate":
      return updateRow(target(request), request);
    case "SqlInsert":
      return insertRow(target(request), request);
    case "SqlDelete":
      return deleteRow(target(request), request);
    case "SqlUpdateMany":
      return updateRows(target(request), request);
    case "SqlDeleteMany":
      return deleteRows(target(request), request);
    case "SqlUpsert":
      return upsertRow(target(request), request);
  }
  throw new DriverError("InvalidRequest", `Cannot plan ${request.type}: PostgreSQL has tables only`);
}

function target({ schema, table }: { schema?: string | null; table: string }): Sql {
  return tableOf({ schema, name: table });
}

function reading(statement: Sql, targetDatabase?: string | null): SemanticPlan {
  return {
    kind: "Query",
    queries: [{ language: { type: "Sql" }, text: statement.inlined, targetDatabase }],
    warnings: [],
  };
}
