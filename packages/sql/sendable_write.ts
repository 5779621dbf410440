/**
 * Writes of the user whose rows must fit into an answer.
 *
 * @module
 */
import { type Context, DriverError, encodeAnswer, type QueryResult } from "@fluxwire/sdk";
import { atomically } from "./atomic.ts";
import type { Dialect } from "./dialect.ts";
import { type Run, Runner } from "./statement.ts";

/** Where a write runs. */
export interface WritePlace {
  /** Runs the statements that begin and end transactions. */
  readonly run: Run;
  /** The SQL of the database. */
  readonly dialect: Dialect;
  /** Whether the user has begun a transaction. */
  readonly isInside: boolean;
}

/**
 * Runs a write that may return rows. It is committed only when its answer is known to fit into a frame, and not when its
 * call was cancelled before. A database without savepoints cannot undo it inside a transaction of the user's: the error
 * then says that the statement was run.
 *
 * @param write Runs it and reads its rows. A `DriverError` of it is about the rows; errors of the database are others.
 * @throws {DriverError} `Driver` for rows that no answer can hold.
 */
export async function sendableWrite(
  { run, dialect, isInside }: WritePlace,
  context: Context,
  write: () => Promise<QueryResult>,
): Promise<QueryResult> {
  const step = async (): Promise<QueryResult> => {
    const result = await write();
    return result.columns === undefined ? result : { encoded: await encodeAnswer(context.answer, result) };
  };
  try {
    return await atomically(new Runner(run, dialect, null), { isInside, dialect }, context, step);
  } catch (error) {
    if (!isInside || dialect.savepoints || !(error instanceof DriverError)) throw error;
    const done = "the statement was run: COMMIT keeps what it did, ROLLBACK undoes it";
    throw new DriverError(error.code, `${error.message}; ${done}`, { cause: error, mayBeDone: true });
  }
}
