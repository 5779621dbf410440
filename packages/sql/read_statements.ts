/**
 * Statements that read tables.
 *
 * @module
 */
import {
  type AggregateRequest,
  type AggregateSpec,
  DriverError,
  type OrderByColumn,
  type Pagination,
  type TableBrowseRequest,
  type TableCountRequest,
} from "@fluxwire/sdk";
import type { TableColumn } from "./catalog.ts";
import type { Dialect } from "./dialect.ts";
import { column, condition, where } from "./filter.ts";
import { fill, inForm, join, name, NOTHING, raw, type Sql, sql } from "./sql.ts";

/**
 * The statement that reads a page of a table. Behind the order of the request, the rows are in that of the primary key, if
 * it is known: rows that are equal in the request's order would otherwise stand on any page, or on none.
 *
 * @param table The table's name as a statement writes it.
 * @param columns Its columns; without them, all are shown and compared as they are.
 */
export function browse(
  table: Sql,
  request: Omit<TableBrowseRequest, "table">,
  dialect: Dialect,
  columns: readonly TableColumn[] = [],
): Sql {
  const ordered = new Set(request.orderBy.map(({ column }) => column.name));
  const rest = columns.filter(({ name: own, isPrimaryKey }) => isPrimaryKey && !ordered.has(own));
  const order = [
    ...request.orderBy,
    ...rest.map(({ name }): OrderByColumn => ({ column: { name }, direction: "Ascending" })),
  ];
  const rows = sql`${table}${where(request, dialect, columns)}${orderBy(order)}`;
  return sql`SELECT ${shownOf(columns)} FROM ${rows} ${pageOf(request.pagination, dialect)}`;
}

/** What is selected of the columns. */
export function shownOf(columns: readonly TableColumn[]): Sql {
  if (columns.every(({ shown }) => shown === undefined)) return raw("*");
  const chosen = columns.map(({ name: own, shown }) => {
    const column = name(own);
    return shown === undefined ? column : sql`${inForm(shown, column)} AS ${column}`;
  });
  return join(chosen, ", ");
}

/** The statement that counts the rows that match; without a filter, all of them. */
export function count(
  table: Sql,
  request: Omit<TableCountRequest, "table">,
  dialect: Dialect,
  columns: readonly TableColumn[] = [],
): Sql {
  return sql`SELECT ${raw(dialect.count)} FROM ${table}${where(request, dialect, columns)}`;
}

/** Groups of rows. The filter and order of groups name columns of the result. */
export function aggregate(table: Sql, request: AggregateRequest, dialect: Dialect): Sql {
  const groups = request.groupBy.map(column);
  const chosen = [
    ...request.groupBy.map((one) => one.alias == null ? column(one) : sql`${column(one)} AS ${name(one.alias)}`),
    ...request.aggregations.map((one) => computed(one, dialect)),
  ];
  const grouped = sql`SELECT ${join(chosen, ", ")} FROM ${table}${where({ semanticFilter: request.filter }, dialect)}${
    groups.length === 0 ? NOTHING : sql` GROUP BY ${join(groups, ", ")}`
  }`;
  const having = request.having == null
    ? grouped
    : sql`SELECT * FROM (${grouped}) AS groups WHERE ${condition(request.having, dialect)}`;
  const limit = request.limit == null ? null : { type: "Offset" as const, limit: request.limit, offset: 0n };
  return sql`${having}${orderBy(request.orderBy)}${limit === null ? NOTHING : sql` ${pageOf(limit, dialect)}`}`;
}

/**
 * An `ORDER BY`, with a space before it; nothing without columns.
 *
 * @throws {DriverError} `InvalidRequest` for an order by `*`.
 */
export function orderBy(order: readonly OrderByColumn[]): Sql {
  if (order.length === 0) return NOTHING;
  const parts = order.map((one) => {
    if (one.column.name === "*") throw new DriverError("InvalidRequest", "Cannot order by *: name a column");
    return sql`${column(one.column)}${raw(one.direction === "Descending" ? " DESC" : " ASC")}`;
  });
  return sql` ORDER BY ${join(parts, ", ")}`;
}

/** The clause that limits a statement to a page, such as `LIMIT 100 OFFSET 200`, in the form of the dialect. */
export function pageOf({ limit, offset }: Pagination, dialect: Dialect): Sql {
  return fill(dialect.page, { limit: () => raw(String(limit)), offset: () => raw(String(offset)) });
}

function computed({ function: own, column: from, alias }: AggregateSpec, { aggregates }: Dialect): Sql {
  const inside = from == null ? raw("*") : column(from);
  return sql`${raw(aggregates + own.toLowerCase())}(${inside}) AS ${name(alias)}`;
}
