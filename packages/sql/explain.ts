/**
 * Explains how a statement would be run.
 *
 * @module
 */
import type { Dialect } from "./dialect.ts";
import { raw, type Sql, sql } from "./sql.ts";

/** Explains a statement, or without one the reading of a table. The explanation runs nothing. */
export function explained(table: Sql, query: string | null | undefined, { explain }: Dialect): Sql {
  if (query == null || query.trim() === "") return sql`${raw(explain)}SELECT * FROM ${table}`;
  return sql`${raw(explain)}${raw(query)}`;
}
