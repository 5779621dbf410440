/**
 * Reads the rows of a result, chunk by chunk, until an answer can hold no more.
 *
 * @module
 */
import { AnswerRows, type Cell, type Column, type Context, type QueryResult, ResultBudget, Turn } from "@fluxwire/sdk";
import type { Statement } from "@fluxwire/sql";
import { kindOf, type Reader, readerOf } from "./cell.ts";
import { type DuckDBResult, ResultReturnType } from "./library.ts";

/** Which rows are wanted, and whether they are encoded for the host or cells for the session. */
export interface Page extends Pick<Statement, "limit" | "offset"> {
  isForHost: boolean;
}

/**
 * The host's form of a result. DuckDB computes its chunks of 2,048 rows off this thread; they become cells and bytes in
 * turns, row by row.
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
  const encoded = page.isForHost ? new AnswerRows(context.answer) : null;
  const budget = new ResultBudget(context.answer.limits), rows: Cell[][] = [];
  await eachRow(result, types.map(readerOf), page, context.signal, (row) => {
    if (encoded !== null) return encoded.add(row);
    budget.take(row);
    rows.push(row);
  });
  return { columns, rows: encoded?.finish() ?? rows };
}

/** Gives the rows of a page to a function, whose throw ends the reading. */
async function eachRow(
  result: DuckDBResult,
  readers: readonly Reader[],
  { limit, offset }: Page,
  signal: AbortSignal,
  take: (row: Cell[]) => void,
): Promise<void> {
  const end = limit === null ? Infinity : offset + limit;
  const turn = new Turn();
  for (let seen = 0; seen < end;) {
    const chunk = await result.fetchChunk();
    if (chunk === null || chunk.rowCount === 0) break;
    const last = Math.min(chunk.rowCount, end - seen);
    const vectors = readers.map((_, i) => chunk.getColumnVector(i));
    for (let at = Math.max(0, offset - seen); at < last; at++) {
      take(readers.map((read, i) => read(vectors[i]!.getItem(at))));
      if (turn.isOver) await turn.next();
      signal.throwIfAborted();
    }
    seen += chunk.rowCount;
  }
}
