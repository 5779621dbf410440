/**
 * The rows of a statement, one at a time, and its error where they end with one: `iterate()` of node:sqlite ends without
 * a word where SQLite fails, as if there were no more rows.
 *
 * @module
 */
import type { DatabaseSync, StatementSync } from "node:sqlite";
import type { Value } from "@fluxwire/sdk";
import type { Parameter } from "./parameter.ts";

/** Deno's types of node:sqlite lack what Deno has. */
type ArrayStatement = Omit<StatementSync, "iterate" | "all"> & {
  setReturnArrays(isOn: boolean): void;
  iterate(...parameters: readonly Parameter[]): Iterable<Value[]>;
  all(...parameters: readonly Parameter[]): Value[][];
};

/**
 * Yields the rows of a statement.
 *
 * A query is given a last row of its own, which only comes where nothing failed before it. Where it does not come, the
 * query is run again, in one go: that says why. What is no query, such as a write that returns rows, runs in one go.
 *
 * @throws {Error} what SQLite says.
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

/** The query with a mark behind each row: 0, and 1 in a row after the last; null for what is no query. */
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
