/**
 * What a session asks its database to run.
 *
 * @module
 */
import type { Cell, Context, QueryResult, Row } from "@fluxwire/sdk";
import type { Dialect } from "./dialect.ts";
import { render, type Rendered } from "./render.ts";
import { raw, type Sql } from "./sql.ts";

/**
 * Why a statement is run: the user sent it, the session shows its rows to the user or looks at them itself, changes rows,
 * reads the catalog, or begins and ends transactions.
 */
export type Purpose = "execute" | "show" | "read" | "write" | "catalog" | "control";

/** A statement to run. */
export interface Statement extends Rendered {
  /** Why it is run. A text of the user's may have several statements; all others are one, and more are refused. */
  readonly purpose: Purpose;
  /** The database to run it in; null for the active one. */
  readonly database: string | null;
  /** The most rows wanted; null for all. */
  readonly limit: number | null;
  /** Rows to skip. */
  readonly offset: number;
}

/**
 * Runs a statement.
 *
 * It rejects with a `DriverError` if the statement fails, settles soon after the signal is aborted, and then leaves
 * nothing running. `affectedRows` is what the database says of a write; absent for statements that write nothing.
 */
export type Run = (statement: Statement, context: Context) => Promise<QueryResult>;

/** The error of a COMMIT of a failed transaction, which databases such as PostgreSQL take for a ROLLBACK without an error. */
export const NOT_COMMITTED = "The transaction was rolled back, not committed: an earlier statement of it had failed";

/** Runs the session's own statements in one database. */
export class Runner {
  readonly #run: Run;
  readonly #dialect: Dialect;
  readonly #database: string | null;

  /** @param database The database; null for the active one. */
  constructor(run: Run, dialect: Dialect, database: string | null) {
    this.#run = run;
    this.#dialect = dialect;
    this.#database = database;
  }

  /** Runs a composed statement. */
  run(purpose: Purpose, statement: Sql, context: Context): Promise<QueryResult> {
    const rendered = render(statement, this.#dialect);
    return this.#run({ ...rendered, purpose, database: this.#database, limit: null, offset: 0 }, context);
  }

  /** Runs a statement that begins or ends a transaction. */
  async control(text: string, context: Context): Promise<void> {
    await this.run("control", raw(text), context);
  }
}

/** The rows of a result, as lists of cells. */
export async function rowsOf({ columns = [], rows = [] }: QueryResult): Promise<(readonly Cell[])[]> {
  const names = columns.map((column) => typeof column === "string" ? column : column.name);
  const lists: (readonly Cell[])[] = [];
  for await (const row of rows as AsyncIterable<Row>) lists.push(toList(row, names));
  return lists;
}

function toList(row: Row, names: readonly string[]): readonly Cell[] {
  if (Array.isArray(row)) return row;
  const cells = row as { readonly [column: string]: Cell };
  return names.map((name) => cells[name]);
}
