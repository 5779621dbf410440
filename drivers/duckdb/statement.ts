/**
 * Runs statements on a session's connection: off this thread, rows in chunks, interrupted by the call's signal.
 *
 * @module
 */
import { type Context, DriverError, encodeAnswer, type QueryResult } from "@fluxwire/sdk";
import type { Run, Statement } from "@fluxwire/sql";
import { statementError } from "./failure.ts";
import { type DuckDBConnection, type DuckDBPreparedStatement, StatementType } from "./library.ts";
import { bind } from "./parameter.ts";
import { type Page, toResult } from "./result.ts";

/** How often a statement that was cancelled is interrupted, until it ends: DuckDB forgets one that comes too early. */
const INTERRUPT_EVERY_MS = 10;

/** The statements that change rows. */
const WRITES: ReadonlySet<StatementType> = new Set([
  StatementType.INSERT,
  StatementType.UPDATE,
  StatementType.DELETE,
  StatementType.MERGE_INTO,
]);

const NO_ROWS: Page = { limit: 0, offset: 0 };

/** The runner of a connection's statements. */
export class Statements {
  readonly #connection: DuckDBConnection;
  #isInTransaction = false;

  /** A runner for one connection. */
  constructor(connection: DuckDBConnection) {
    this.#connection = connection;
  }

  /** Whether a statement of the user has begun a transaction. */
  get isInTransaction(): boolean {
    return this.#isInTransaction;
  }

  /** Runs a text: of several statements, the result of the last one is the answer. */
  run: Run = async (statement, context) => {
    try {
      return await this.#runAll(statement, context);
    } catch (error) {
      if (context.signal.aborted) throw context.signal.reason;
      throw statementError(error);
    }
  };

  async #runAll(statement: Statement, context: Context): Promise<QueryResult> {
    const extracted = await this.#connection.extractStatements(statement.text);
    const { count } = extracted;
    if (count > 1 && (statement.purpose !== "execute" || statement.parameters.length > 0)) {
      const text = "Cannot run statement: its text has several, and only a text of one can have parameters";
      throw new DriverError("InvalidRequest", text);
    }
    let result: QueryResult = {};
    for (let i = 0; i < count; i++) {
      const prepared = await extracted.prepare(i);
      try {
        context.signal.throwIfAborted();
        result = await this.#runOne(prepared, statement, context, i === count - 1);
      } finally {
        prepared.destroySync();
      }
    }
    return result;
  }

  async #runOne(
    prepared: DuckDBPreparedStatement,
    statement: Statement,
    context: Context,
    isLast: boolean,
  ): Promise<QueryResult> {
    bind(prepared, statement.parameters);
    const type = prepared.statementType;
    if (type === StatementType.TRANSACTION) return await this.#transact(prepared);
    const page = isLast ? statement : NO_ROWS;
    if (!WRITES.has(type) || statement.purpose !== "execute") {
      return await this.#read(prepared, page, context);
    }
    return await (this.#isInTransaction ? this.#writeInside : this.#writeAlone)(prepared, page, context);
  }

  /** Runs a statement and reads its rows; the signal interrupts it until it ends. */
  async #read(prepared: DuckDBPreparedStatement, page: Page, context: Context): Promise<QueryResult> {
    let interrupting: ReturnType<typeof setInterval> | undefined;
    const interrupt = (): void => {
      this.#connection.interrupt();
      interrupting ??= setInterval(() => this.#connection.interrupt(), INTERRUPT_EVERY_MS);
    };
    context.signal.throwIfAborted();
    context.signal.addEventListener("abort", interrupt, { once: true });
    try {
      return await toResult(await prepared.stream(), page, context);
    } finally {
      context.signal.removeEventListener("abort", interrupt);
      clearInterval(interrupting);
    }
  }

  /** Runs BEGIN where no transaction is open, else COMMIT or ROLLBACK: DuckDB refuses all others. */
  async #transact(prepared: DuckDBPreparedStatement): Promise<QueryResult> {
    try {
      await prepared.run();
      this.#isInTransaction = !this.#isInTransaction;
      return {};
    } catch (error) {
      // A COMMIT that fails ends its transaction; a second BEGIN leaves it open.
      if (!String(error).includes("cannot start a transaction")) this.#isInTransaction = false;
      throw error;
    }
  }

  /** Runs a write that is committed only when its answer is known to fit into a frame. */
  #writeAlone = async (prepared: DuckDBPreparedStatement, page: Page, context: Context): Promise<QueryResult> => {
    await this.#connection.run("BEGIN");
    try {
      const result = await sendable(await this.#read(prepared, page, context), context);
      context.signal.throwIfAborted();
      await this.#connection.run("COMMIT");
      return result;
    } catch (error) {
      await this.#connection.run("ROLLBACK").catch(() => {});
      throw error;
    }
  };

  /** Runs a write in a transaction of the user's, which has no savepoints: what was done stays until its end. */
  #writeInside = async (prepared: DuckDBPreparedStatement, page: Page, context: Context): Promise<QueryResult> => {
    try {
      return await sendable(await this.#read(prepared, page, context), context);
    } catch (error) {
      if (!(error instanceof DriverError)) throw error;
      const done = "the statement was run: COMMIT keeps what it did, ROLLBACK undoes it";
      throw new DriverError(error.code, `${error.message}; ${done}`, { cause: error });
    }
  };
}

/** A result that is known to fit into a frame. */
async function sendable(result: QueryResult, context: Context): Promise<QueryResult> {
  return result.columns === undefined ? result : { encoded: await encodeAnswer(context.answer, result) };
}
