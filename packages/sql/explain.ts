/**
 * Explains how a statement would be run.
 *
 * @module
 */
import { DriverError } from "@fluxwire/sdk";
import type { Dialect } from "./dialect.ts";
import { raw, type Sql, sql } from "./sql.ts";

/** Blanks and comments before the first word. A comment in brackets is followed to its first end. */
const BLANK = /\s+|--[^\n]*|\/\*/y;

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
  for (let blank = blankAt(text, at); blank > 0; blank = blankAt(text, at)) at += blank;
  return (/[\w$]+|[^]?/y.exec(text.slice(at, at + 32))?.[0] ?? "").toUpperCase();
}

/** The length of the blank or comment at a place; 0 without one. */
function blankAt(text: string, at: number): number {
  BLANK.lastIndex = at;
  const found = BLANK.exec(text)?.[0] ?? "";
  if (found !== "/*") return found.length;
  const end = text.indexOf("*/", at + 2);
  return (end < 0 ? text.length : end + 2) - at;
}
