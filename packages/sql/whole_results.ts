/**
 * The runner of a driver whose library gives each result as a whole.
 *
 * @module
 */
import { type Cell, type Context, DriverError, encodeAnswer, type QueryResult } from "@fluxwire/sdk";
import type { SqlParts } from "./parts.ts";
import { sendableWrite } from "./sendable_write.ts";
import type { Parameter } from "./sql.ts";
import type { Run, Statement } from "./statement.ts";

/** How a text is to be run. */
export interface Asked extends Pick<Statement, "database" | "purpose"> {
  /** Whether it is a text of the user's, which may have several statements: its result is that of the last one. */
  readonly isScript: boolean;
  /** The context of the call; its signal ends the statement. */
  readonly context: Context;
}

/** What such a driver gives. */
export interface WholeResults extends Pick<SqlParts, "dialect" | "isInTransaction"> {
  /**
   * Runs a text and gives all its rows as lists of cells. An error of the library reaches the user with the library's words.
   */
  ask(text: string, parameters: readonly Parameter[], asked: Asked): QueryResult | Promise<QueryResult>;
}

/** A statement whose end, or whose end with blanks behind it, is that of its text. */
const ALONE = /^[^;]*(?:;[;\s]*)?$/;

/**
 * The runner of a driver whose library gives each result as a whole: it gives the page of the rows that is wanted, commits a
 * write that returns rows only if they fit into an answer, and turns errors of the library into those that the user reads.
 *
 * The rows of a text of several statements, or of one with a semicolon in it, are looked at when it has been run: the error
 * says so.
 */
export function wholeResults({ dialect, isInTransaction, ask }: WholeResults): Run {
  const word = dialect.returning?.split(" ", 1)[0],
    returns = word === undefined ? null : new RegExp(`\\b${word}\\b`, "i");
  const answer: Run = async (statement, context) => {
    const { text, parameters, purpose, database } = statement, isScript = purpose === "execute";
    const whole = async (): Promise<QueryResult> =>
      await ask(text, parameters, { isScript, database, purpose, context });
    if (!isScript) return await whole();
    const page = async (): Promise<QueryResult> => pageOf(await whole(), statement);
    if (returns === null || !returns.test(text)) return await page();
    if (!ALONE.test(text)) return await sendable(await page(), context);
    const isInside = await isInTransaction?.(database) ?? false;
    return await sendableWrite({ run, dialect, isInside }, context, page);
  };
  const run: Run = async (statement, context) => {
    try {
      return await answer(statement, context);
    } catch (error) {
      if (error instanceof DriverError || context.signal.aborted) throw error;
      throw new DriverError("Driver", error instanceof Error ? error.message : String(error), { cause: error });
    }
  };
  return run;
}

function pageOf(result: QueryResult, { limit, offset }: Statement): QueryResult {
  if (result.rows === undefined) return result;
  const end = limit === null ? undefined : offset + limit;
  return { ...result, rows: (result.rows as readonly (readonly Cell[])[]).slice(offset, end) };
}

/** @throws {DriverError} `Driver` for rows that no answer can hold: what their text did stays done. */
async function sendable(result: QueryResult, { answer }: Context): Promise<QueryResult> {
  if (result.columns === undefined) return result;
  try {
    return { encoded: await encodeAnswer(answer, result) };
  } catch (error) {
    throw new DriverError("Driver", `${(error as Error).message}; the statement was run`, {
      cause: error,
      mayBeDone: true,
    });
  }
}
