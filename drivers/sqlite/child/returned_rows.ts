/**
 * The rows of statements that are no queries, with the texts of columns exactly as SQLite has them.
 *
 * @module
 */
import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { Parameter, SqliteCell } from "../messages.ts";
import type { TextReader } from "./exact_text.ts";
import { holdingErrors } from "./regexp.ts";
import { type Columns, isMistake } from "./selected_rows.ts";
import { withoutEnd } from "./sql_text.ts";

/** Members of node:sqlite that Deno has but its types lack. */
type ArrayStatement = Omit<StatementSync, "all"> & {
  setReturnArrays(isOn: boolean): void;
  all(...parameters: readonly Parameter[]): SqliteCell[][];
};

/** The rows of a statement, as node:sqlite reads them; their integers are bigints. */
export function plainRows(statement: StatementSync, parameters: readonly Parameter[]): SqliteCell[][] {
  statement.setReadBigInts(true);
  const arrays = statement as unknown as ArrayStatement;
  arrays.setReturnArrays(true);
  return holdingErrors(() => arrays.all(...parameters));
}

/**
 * Runs a write and reads what it returns. Each row also gets the bytes of its texts: alone, a text ends at its first NUL, and
 * invalid bytes are replaced. Texts that are computed, and not a column's, have none.
 *
 * @throws {Error} the error of SQLite.
 */
export function returnedRows(
  db: DatabaseSync,
  texts: TextReader,
  statement: StatementSync,
  parameters: readonly Parameter[],
): SqliteCell[][] {
  const columns = statement.columns(), places = columns.flatMap(({ column }, i) => column === null ? [] : [i]);
  const doubled = withBytes(db, statement.sourceSQL, columns, places);
  const rows = plainRows(doubled ?? statement, parameters);
  for (const row of rows) {
    const bytes = row.splice(columns.length);
    for (const [i, own] of bytes.entries()) {
      const place = places[i]!, cell = row[place];
      if (typeof cell === "string") row[place] = texts.exact(cell, own as Uint8Array);
    }
  }
  return rows;
}

/** The write with the bytes behind its columns, as RETURNING is a write's last part; null for other statements. */
function withBytes(
  db: DatabaseSync,
  sql: string,
  columns: Columns,
  places: readonly number[],
): StatementSync | null {
  if (places.length === 0) return null;
  const bytes = places.map((place) => {
    const name = `"${columns[place]!.column!.replaceAll('"', '""')}"`;
    return `CASE typeof(${name}) WHEN 'text' THEN CAST(${name} AS BLOB) END`;
  });
  try {
    const doubled = db.prepare(`${withoutEnd(sql)}\n, ${bytes.join(", ")}`);
    return doubled.columns().length === columns.length + places.length ? doubled : null;
  } catch (error) {
    // A query with more columns than a function can take. A lock would be waited for again.
    if (isMistake(error)) return null;
    throw error;
  }
}
