/**
 * Statements that read tables.
 *
 * @module
 */
import type {
  AggregateRequest,
  AggregateSpec,
  OrderByColumn,
  SemanticFilter,
  TableBrowseRequest,
  TableCountRequest,
} from "@fluxwire/sdk";
import { column, condition, where } from "./filter.ts";
import { join, name, raw, type Sql, sql } from "./sql.ts";

/**
 * A page of a table.
 *
 * @param table The table's name as a statement writes it.
 * @param keys The columns of its primary key: a page without an order would otherwise have arbitrary rows.
 */
export function browse(
  table: Sql,
  keys: readonly string[],
  { filter, semanticFilter, orderBy: wanted, pagination }: TableBrowseRequest,
): Sql {
  const order = wanted.length > 0
    ? wanted
    : keys.map((key): OrderByColumn => ({ column: { name: key }, direction: "Ascending" }));
  const page = raw(` LIMIT ${pagination.limit} OFFSET ${pagination.offset}`);
  return sql`SELECT * FROM ${table}${where(filter, semanticFilter)}${orderBy(order)}${page}`;
}

/** How many rows match. */
export function count(table: Sql, { filter, semanticFilter }: TableCountRequest): Sql {
  return sql`SELECT count(*) FROM ${table}${where(filter, semanticFilter)}`;
}

/** Groups of rows. The filter and order of groups name columns of the result. */
export function aggregate(table: Sql, request: AggregateRequest): Sql {
  const groups = request.groupBy.map(column);
  const chosen = [
    ...request.groupBy.map((one) => one.alias == null ? column(one) : sql`${column(one)} AS ${name(one.alias)}`),
    ...request.aggregations.map(computed),
  ];
  const grouped = sql`SELECT ${join(chosen, ", ")} FROM ${table}${where(null, request.filter)}${
    groups.length === 0 ? raw("") : sql` GROUP BY ${join(groups, ", ")}`
  }`;
  const end = sql`${orderBy(request.orderBy)}${raw(request.limit == null ? "" : ` LIMIT ${request.limit}`)}`;
  return request.having == null
    ? sql`${grouped}${end}`
    : sql`SELECT * FROM (${grouped}) AS groups${having(request.having)}${end}`;
}

function having(filter: SemanticFilter): Sql {
  return sql` WHERE ${condition(filter)}`;
}

function computed({ function: own, column: from, alias }: AggregateSpec): Sql {
  const inside = from == null ? raw("*") : column(from);
  return sql`${raw(own.toLowerCase())}(${inside}) AS ${name(alias)}`;
}

function orderBy(order: readonly OrderByColumn[]): Sql {
  if (order.length === 0) return raw("");
  const parts = order.map((one) => sql`${column(one.column)}${raw(one.direction === "Descending" ? " DESC" : "")}`);
  return sql` ORDER BY ${join(parts, ", ")}`;
}
