/**
 * Explains how a statement would be run.
 *
 * @module
 */
import { DriverError } from "@fluxwire/sdk";
import type { Dialect } from "./dialect.ts";
import { raw, type Sql, sql } from "./sql.ts";

/** Blanks or a comment before the first word. A comment in brackets is followed to its first end. */
const BLANK = /\s+|--[^\n]*|\/\*[^]*?(?:\*\/|$)/y;

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

/** The first word or sign of a text, in upper case. */
function firstWord(text: string): string {
  let at = 0;
  for (BLANK.lastIndex = 0; BLANK.test(text);) at = BLANK.lastIndex;
  return (/[\w$]+|[^]?/y.exec(text.slice(at, at + 32))?.[0] ?? "").toUpperCase();
}
