/**
 * Results that a library gives in chunks.
 *
 * @module
 */
import { AnswerRows, type Cell, type Column, type Context, type QueryResult, ResultBudget, Turn } from "@fluxwire/sdk";
import type { Statement } from "./statement.ts";

/** Rows that a library gives together. */
export interface Chunk {
  /** How many there are. */
  readonly rowCount: number;
  /** The cells of one, by its place from 0. */
  rowAt(at: number): Cell[];
}

/** The columns of a result, and what gives its chunks, at last an empty one. */
export interface ChunkedRows {
  /** The columns. */
  readonly columns: readonly Column[];
  /** The next chunk. */
  next(): Promise<Chunk>;
}

/**
 * The page of a result that a statement wants. The rows of a chunk become cells, and bytes for the host, in turns.
 *
 * @param statement Rows that the session looks at itself, or that a write returns, stay cells.
 * @throws {DriverError} `Driver` when the rows exceed what an answer can hold: no more chunks are asked for.
 */
export async function chunkedResult(
  chunks: ChunkedRows,
  { limit, offset, purpose }: Pick<Statement, "limit" | "offset" | "purpose">,
  { answer, signal }: Context,
): Promise<QueryResult> {
  const encoded = purpose === "execute" || purpose === "show" ? new AnswerRows(answer) : null;
  const budget = new ResultBudget(answer.limits), rows: Cell[][] = [], turn = new Turn();
  const end = limit === null ? Infinity : offset + limit;
  for (let seen = 0; seen < end;) {
    const chunk = await chunks.next();
    if (chunk.rowCount === 0) break;
    const last = Math.min(chunk.rowCount, end - seen);
    for (let at = Math.max(0, offset - seen); at < last; at++) {
      const row = chunk.rowAt(at);
      if (encoded !== null) encoded.add(row);
      else {
        budget.take(row);
        rows.push(row);
      }
      if (turn.isOver) await turn.next();
      signal.throwIfAborted();
    }
    seen += chunk.rowCount;
  }
  return { columns: chunks.columns, rows: encoded?.finish() ?? rows };
}
