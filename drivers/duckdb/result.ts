/**
 * Reads the rows of a result, chunk by chunk, until an answer can hold no more.
 *
 * @module
 */
import { type Cell, type Column, type Context, type QueryResult, ResultBudget, Turn } from "@fluxwire/sdk";
import type { Statement } from "@fluxwire/sql";
import { kindOf, type Reader, readerOf } from "./cell.ts";
import { type DuckDBResult, ResultReturnType } from "./library.ts";

/** Which rows are wanted. */
export type Page = Pick<Statement, "limit" | "offset">;

/**
 * The host's form of a result. DuckDB computes its chunks of 2,048 rows off this thread; they become cells in turns.
 *
 * @throws {DriverError} `Driver` when its rows exceed what an answer can hold: no more are fetched.
 */
export async function toResult(result: DuckDBResult, page: Page, context: Context): Promise<QueryResult> {
  if (result.returnType === ResultReturnType.CHANGED_ROWS) return { affectedRows: BigInt(result.rowsChanged) };
  if (result.returnType === ResultReturnType.NOTHING) return {};
  const types = result.columnTypes();
  const columns = result.columnNames().map((name, i): Column => {
    return { name, type: types[i]!.alias ?? String(types[i]!), kind: kindOf(types[i]!) };
  });
  return { columns, rows: await readRows(result, types.map(readerOf), page, context) };
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
  const turn = new Turn();
  for (let seen = 0; seen < end;) {
    const chunk = await result.fetchChunk();
    if (chunk === null || chunk.rowCount === 0) break;
    const last = Math.min(chunk.rowCount, end - seen);
    const vectors = readers.map((_, i) => chunk.getColumnVector(i));
    for (let at = Math.max(0, offset - seen); at < last; at++) {
      const row = readers.map((read, i) => {
        const value = vectors[i]!.getItem(at);
        return value === null ? null : read(value);
      });
      budget.take(row);
      rows.push(row);
      if (turn.isOver) await turn.next();
      signal.throwIfAborted();
    }
    seen += chunk.rowCount;
  }
  return rows;
}
