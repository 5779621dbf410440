/**
 * Explains how a statement would be run.
 *
 * @module
 */
import { DriverError } from "@fluxwire/sdk";
import type { Dialect } from "./dialect.ts";
import { firstWord } from "./first_word.ts";
import { raw, type Sql, sql } from "./sql.ts";

/**
 * Explains a statement, or without one the reading of a table. The explanation runs nothing.
 *
 * @throws {DriverError} `InvalidRequest` for a text that would turn the explanation into a run.
 */
export function explained(table: Sql, query: string | null | undefined, dialect: Dialect): Sql {
  if (query == null || query.trim() === "") return sql`${raw(dialect.explain)}SELECT * FROM ${table}`;
  const first = firstWord(query);
  if (dialect.afterExplain.includes(first)) {
    throw new DriverError(
      "InvalidRequest",
      `Cannot explain a text that begins with ${first}: it would change how it is explained; explain the statement alone`,
    );
  }
  return sql`${raw(dialect.explain)}${raw(query)}`;
}
