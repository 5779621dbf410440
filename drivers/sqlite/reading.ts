/**
 * Reads tables: pages, counts, plans, descriptions.
 *
 * @module
 */
import {
  type Column,
  DriverError,
  type OrderByColumn,
  type Session,
  type TableBrowseRequest,
  type Value,
} from "@fluxwire/sdk";
import { loadColumns } from "./columns.ts";
import type { Database } from "./database.ts";
import { whereClause } from "./filter.ts";
import { qualified, quoted } from "./identifier.ts";

/** The methods that read tables. */
export function reading(
  database: Database,
): Required<Pick<Session, "browseTable" | "countTable" | "explain" | "describeTable">> {
  return {
    async browseTable(request, context) {
      const known = new Map((await loadColumns(database, request.table, context)).map((one) => [one.name, one]));
      const [sql, params] = pageOf(request);
      const { columns, ...result } = await database.query({ sql, params, isSingle: true }, context);
      const withKeys = (columns as Column[]).map((column) => ({
        ...column,
        nullable: known.get(column.name)?.nullable,
        primaryKey: known.get(column.name)?.isPrimaryKey,
      }));
      return { ...result, columns: withKeys };
    },
    async countTable({ table, ...filter }, context) {
      const params: Value[] = [];
      const where = whereClause(filter, params);
      const { rows } = await database.read(`SELECT count(*) FROM ${qualified(table)}${where}`, params, context);
      return rows[0]![0] as bigint;
    },
    async explain({ table, query }, context) {
      const sql = query?.trim() ? query : `SELECT * FROM ${qualified(table)}`;
      return await database.query({ sql: `EXPLAIN QUERY PLAN ${sql}`, isSingle: true }, context);
    },
    async describeTable({ table }, context) {
      const columns = await loadColumns(database, table, context);
      const rows = columns.map(({ name, typeName, nullable, defaultValue, isPrimaryKey }) => ({
        name,
        type: typeName,
        nullable,
        default: defaultValue,
        primary_key: isPrimaryKey,
      }));
      return { columns: ["name", "type", "nullable", "default", "primary_key"], rows };
    },
  };
}

/** The statement of a page. Its own values are numbered first, so a `?` in the user's text cannot take them. */
function pageOf({ table, pagination, orderBy, ...filter }: TableBrowseRequest): [sql: string, params: Value[]] {
  const params: Value[] = [BigInt(pagination.limit), pagination.offset];
  const where = whereClause(filter, params);
  const order = orderBy.length === 0 ? "" : ` ORDER BY ${orderBy.map(orderTerm).join(", ")}`;
  return [`SELECT * FROM ${qualified(table)}${where}${order} LIMIT ?1 OFFSET ?2`, params];
}

function orderTerm({ column: { name }, direction }: OrderByColumn): string {
  if (name === "*") throw new DriverError("InvalidRequest", "Cannot order by *: name a column");
  return `${quoted(name)} ${direction === "Ascending" ? "ASC" : "DESC"}`;
}
