/**
 * Reads the rows of a result, chunk by chunk, until an answer can hold no more.
 *
 * @module
 */
import { type Cell, type Column, type Context, type QueryResult, ResultBudget } from "@fluxwire/sdk";
import { kindOf, type Reader, readerOf } from "./cell.ts";
import type { DuckDBResult } from "./library.ts";

/** What a result is: DuckDB gives a count of rows, or nothing, in place of rows. */
enum ReturnType {
  CHANGED_ROWS = 1,
  NOTHING = 2,
}

/** Which rows are wanted. */
export interface Page {
  /** The most rows; null for all. */
  readonly limit: number | null;
  /** Rows to skip. */
  readonly offset: number;
}

/**
 * The host's form of a result. DuckDB computes each chunk of 2,048 rows off this thread; each becomes cells in a turn of
 * its own.
 *
 * @throws {DriverError} `Driver` when its rows exceed what an answer can hold: no more are fetched.
 */
export async function toResult(result: DuckDBResult, page: Page, context: Context): Promise<QueryResult> {
  switch (result.returnType as number) {
    case ReturnType.CHANGED_ROWS:
      return { affectedRows: BigInt(result.rowsChanged) };
    case ReturnType.NOTHING:
      return {};
  }
  const types = result.columnTypes();
  const columns = result.columnNames().map((name, i): Column => {
    return { name, type: typeName(String(types[i]!), types[i]!.alias), kind: kindOf(types[i]!) };
  });
  return { columns, rows: await readRows(result, types.map(readerOf), page, context) };
}

/** A type's alias, such as JSON, is how users know it. */
function typeName(name: string, alias: string | undefined): string {
  return alias ?? name;
}

async function readRows(
  result: DuckDBResult,
  readers: readonly Reader[],
  { limit, offset }: Page,
  { signal, answer }: Context,
): Promise<Cell[][]> {
  const end = limit === null ? Infinity : offset + limit;
  const budget = new ResultBudget(answer.limits);
  const rows: Cell[][] = [];
  for (let seen = 0; seen < end;) {
    signal.throwIfAborted();
    const chunk = await result.fetchChunk();
    if (chunk === null || chunk.rowCount === 0) break;
    const { rowCount } = chunk;
    const first = Math.max(0, offset - seen), last = Math.min(rowCount, end - seen);
    const vectors = readers.map((_, i) => chunk.getColumnVector(i));
    for (let at = first; at < last; at++) {
      const row = readers.map((read, i) => {
        const value = vectors[i]!.getItem(at);
        return value === null ? null : read(value);
      });
      budget.take(row);
      rows.push(row);
    }
    seen += rowCount;
  }
  return rows;
}
