/**
 * Yields the rows of a statement one at a time, and throws its error: if SQLite fails, `iterate()` of node:sqlite ends
 * silently, as if there were no more rows.
 *
 * @module
 */
import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { Value } from "@fluxwire/sdk";
import type { Parameter } from "./parameter.ts";

/** Members of node:sqlite that Deno has but its types lack. */
type ArrayStatement = Omit<StatementSync, "iterate" | "all"> & {
  setReturnArrays(isOn: boolean): void;
  iterate(...parameters: readonly Parameter[]): Iterable<Value[]>;
  all(...parameters: readonly Parameter[]): Value[][];
};

/**
 * Yields the rows of a statement.
 *
 * Adds a last row to a query, which arrives only if no row failed. If it does not arrive, runs the query again as a
 * whole, which throws the error. Statements that are not queries, such as writes that return rows, run as a whole.
 *
 * @throws {Error} the error of SQLite.
 */
export function* completeRows(
  db: DatabaseSync,
  statement: StatementSync,
  parameters: readonly Parameter[],
): Generator<Value[], void, void> {
  const own = asArrays(statement), marked = prepareMarked(db, statement);
  if (marked === null) return yield* own.all(...parameters);
  let count = 0;
  for (const row of marked.iterate(...parameters)) {
    if (row.pop() === 1n) return;
    count++;
    yield row;
  }
  yield* own.all(...parameters).slice(count);
}

/** The query with a mark after each row: 0, and 1 in a row after the last; null for other statements. */
function prepareMarked(db: DatabaseSync, statement: StatementSync): ArrayStatement | null {
  const sql = statement.sourceSQL.replace(/[;\s]+$/, "");
  if (!/^(?:SELECT|VALUES|WITH)\b/i.test(sql)) return null;
  const nulls = "NULL, ".repeat(statement.columns().length);
  try {
    return asArrays(db.prepare(`SELECT *, 0 FROM (${sql}\n) UNION ALL SELECT ${nulls}1`));
  } catch {
    return null;
  }
}

function asArrays(statement: StatementSync): ArrayStatement {
  statement.setReadBigInts(true);
  const arrays = statement as unknown as ArrayStatement;
  arrays.setReturnArrays(true);
  return arrays;
}
