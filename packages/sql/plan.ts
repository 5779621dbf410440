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
  type Session,
  type TableRef,
} from "@fluxwire/sdk";
import type { Dialect } from "./dialect.ts";
import { explained } from "./explain.ts";
import { keyOf } from "./identity.ts";
import { aggregate, browse, count } from "./read_statements.ts";
import { inlined } from "./render.ts";
import { fill, name, type Sql, value } from "./sql.ts";
import { deleteRow, deleteRows, insertRow, updateRow, updateRows, upsertRow } from "./write_statements.ts";

/** The method that plans: it gives the statements of a request, and runs none. */
export function planning(dialect: Dialect): Required<Pick<Session, "planSemantic">> {
  return { planSemantic: (request) => plan(request, dialect) };
}

/**
 * The statements that a request would run, with their values inserted, for people to read. Nothing is run.
 *
 * @throws {DriverError} `InvalidRequest` for a request that SQL databases cannot run.
 */
export function plan(request: SemanticRequest, dialect: Dialect): SemanticPlan {
  const reading = (statement: Sql, targetDatabase?: string | null): SemanticPlan => {
    const text = inlined(statement, dialect);
    return { kind: "Query", queries: [{ language: { type: "Sql" }, text, targetDatabase }], warnings: [] };
  };
  switch (request.type) {
    case "TableBrowse":
      return reading(browse(tableOf(request.table), request, dialect));
    case "TableCount":
      return reading(count(tableOf(request.table), request, dialect));
    case "Aggregate":
      return reading(aggregate(tableOf(request.table), request, dialect), request.targetDatabase);
    case "Explain":
      return reading(explained(tableOf(request.table), request.query, dialect));
    case "Describe":
      return reading(described(request.table, dialect));
    case "Mutation":
      return { ...reading(mutation(request.value, dialect)), kind: "MutationPreview" };
    case "CollectionBrowse":
    case "CollectionCount":
      throw refused(request.type, dialect);
  }
}

/** A table as the request names it. */
export function tableOf({ schema = null, name: own }: TableRef): Sql {
  return schema === null ? name(own) : name(schema, own);
}

function described({ schema, name: own }: TableRef, { describe, defaultSchema }: Dialect): Sql {
  return fill(describe, { schema: () => value(schema ?? defaultSchema), table: () => value(own) });
}

function mutation(request: MutationRequest, dialect: Dialect): Sql {
  switch (request.type) {
    case "SqlUpdate":
      return updateRow(target(request), request, keyOf(request.identity), dialect);
    case "SqlInsert":
      return insertRow(target(request), request);
    case "SqlDelete":
      return deleteRow(target(request), keyOf(request.identity), dialect);
    case "SqlUpdateMany":
      return updateRows(target(request), request, dialect);
    case "SqlDeleteMany":
      return deleteRows(target(request), request, dialect);
    case "SqlUpsert":
      return upsertRow(target(request), request, dialect);
  }
  throw refused(request.type, dialect);
}

function target({ schema, table }: { schema?: string | null; table: string }): Sql {
  return tableOf({ schema, name: table });
}

function refused(type: string, { name: own }: Dialect): DriverError {
  return new DriverError("InvalidRequest", `Cannot plan ${type}: ${own} has tables only`);
}
