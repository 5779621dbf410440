/**
 * The methods that read tables.
 *
 * @module
 */
import type { Column, QueryResult, Session } from "@fluxwire/sdk";
import { findRelation, type Relation, type TableColumn } from "./catalog.ts";
import { explained } from "./explain.ts";
import type { SqlParts } from "./parts.ts";
import { browse, count } from "./read_statements.ts";
import { NOTHING } from "./sql.ts";
import { rowsOf, Runner } from "./statement.ts";

/** The columns of a result of DescribeTable. */
const DESCRIBED = ["name", "type", "nullable", "default", "primary_key", "comment"];

/**
 * The methods that read tables: a page of one, the number of its rows, its columns, and how a statement would run.
 *
 * @param parts The driver's dialect, its catalog, and what runs its statements.
 */
export function reading<R extends Relation>(
  parts: Pick<SqlParts<R>, "dialect" | "run" | "catalog">,
): Required<Pick<Session, "browseTable" | "countTable" | "describeTable" | "explain">> {
  const { dialect, run, catalog } = parts;
  const runner = (database: string | null): Runner => new Runner(run, dialect, database);
  return {
    async browseTable(request, context): Promise<QueryResult> {
      const relation = await findRelation(parts, request.table, context);
      const columns = await catalog.columns(relation, context);
      const statement = browse(relation.sql, request, dialect, columns);
      return withKnown(await runner(relation.database).run("show", statement, context), columns);
    },
    async countTable(request, context): Promise<bigint> {
      const relation = await findRelation(parts, request.table, context);
      const statement = count(relation.sql, request, dialect, await catalog.columns(relation, context));
      const [row] = await rowsOf(await runner(relation.database).run("read", statement, context));
      return BigInt(row![0] as bigint | number);
    },
    async describeTable({ table }, context): Promise<QueryResult> {
      const columns = await catalog.columns(await findRelation(parts, table, context), context);
      const rows = columns.map((one) => [
        ...[one.name, one.typeName, one.nullable, one.defaultValue, one.isPrimaryKey, one.comment],
      ]);
      return { columns: DESCRIBED, rows };
    },
    async explain({ table, query }, context): Promise<QueryResult> {
      const target = query?.trim() ? NOTHING : (await findRelation(parts, table, context)).sql;
      return await runner(null).run("show", explained(target, query, dialect), context);
    },
  };
}

/** A page with what the catalog knows of its columns. */
function withKnown(result: QueryResult, known: readonly TableColumn[]): QueryResult {
  const byName = new Map(known.map((column) => [column.name, column]));
  const columns = columnsOf(result).map((column) => {
    const found = byName.get(column.name);
    return { ...column, nullable: found?.nullable, primaryKey: found?.isPrimaryKey };
  });
  return { ...result, columns };
}

/** The columns of a result. */
function columnsOf({ columns = [] }: QueryResult): Column[] {
  return columns.map((column) => typeof column === "string" ? { name: column } : column);
}
