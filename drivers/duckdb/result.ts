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

/** Where rows go. */
interface Sink {
  /** Takes a row; throws when there are more than an answer can hold. */
  add(row: Cell[]): void;
  /** The rows in the result's form. */
  finish(): QueryResult["rows"];
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
  const sink = page.isForHost ? new AnswerRows(context.answer) : new Cells(context.answer.limits);
  await readRows(result, types.map(readerOf), page, sink, context.signal);
  return { columns, rows: sink.finish() };
}

async function readRows(
  result: DuckDBResult,
  readers: readonly Reader[],
  { limit, offset }: Page,
  sink: Sink,
  signal: AbortSignal,
): Promise<void> {
  const end = limit === null ? Infinity : offset + limit;
  const turn = new Turn();
  for (let seen = 0; seen < end;) {
    const chunk = await result.fetchChunk();
    if (chunk === null || chunk.rowCount === 0) break;
    const last = Math.min(chunk.rowCount, end - seen);
    const vectors = readers.map((_, i) => chunk.getColumnVector(i));
    for (let at = Math.max(0, offset - seen); at < last; at++) {
      sink.add(readers.map((read, i) => {
        const value = vectors[i]!.getItem(at);
        return value === null ? null : read(value);
      }));
      if (turn.isOver) await turn.next();
      signal.throwIfAborted();
    }
    seen += chunk.rowCount;
  }
}

/** Rows that the session looks at itself. */
class Cells implements Sink {
  readonly #budget: ResultBudget;
  readonly #rows: Cell[][] = [];

  constructor(limits: Context["answer"]["limits"]) {
    this.#budget = new ResultBudget(limits);
  }

  add(row: Cell[]): void {
    this.#budget.take(row);
    this.#rows.push(row);
  }

  finish(): Cell[][] {
    return this.#rows;
  }
}
