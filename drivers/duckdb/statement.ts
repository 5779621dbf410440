/**
 * Runs statements on a session's connection: off this thread, rows in chunks, interrupted by the call's signal.
 *
 * @module
 */
import { type Context, DriverError, partlyDone, type QueryResult } from "@fluxwire/sdk";
import { firstWord, type Run, sendableWrite, type Statement } from "@fluxwire/sql";
import { onAbort } from "@fluxwire/transport";
import { DIALECT } from "./dialect.ts";
import { statementError } from "./failure.ts";
import { type DuckDBConnection, type DuckDBPreparedStatement, StatementType } from "./library.ts";
import { bind } from "./parameter.ts";
import { type Page, toResult } from "./result.ts";

/** How often a statement that was cancelled is interrupted, until it ends: DuckDB forgets one that comes too early. */
const INTERRUPT_EVERY_MS = 10;

/** The statements that change rows. */
const { INSERT, UPDATE, DELETE, MERGE_INTO } = StatementType;
const WRITES: ReadonlySet<StatementType> = new Set([INSERT, UPDATE, DELETE, MERGE_INTO]);

/** The runner of a connection's statements. */
export class Statements {
  /** Whether a statement of the user has begun a transaction. */
  isInTransaction = false;

  constructor(readonly connection: DuckDBConnection) {}

  /** Runs a text: of several statements, the result of the last one is the answer. */
  run: Run = async (statement, context) => {
    try {
      return await this.#runAll(statement, context);
    } catch (error) {
      const said = statementError(error);
      throw context.signal.aborted && !said.mayBeDone ? context.signal.reason : said;
    }
  };

  async #runAll(statement: Statement, context: Context): Promise<QueryResult> {
    if (statement.purpose === "execute") await this.#checkDatabase(statement.database);
    const extracted = await this.connection.extractStatements(statement.text);
    const { count } = extracted;
    if (count > 1 && (statement.purpose !== "execute" || statement.parameters.length > 0)) {
      const text = "Cannot run statement: its text has several, and only a text of one can have parameters";
      throw new DriverError("InvalidRequest", text);
    }
    const isLost = this.isInTransaction && /^(COMMIT|END)$/.test(firstWord(statement.text)) && await this.#hasFailed();
    let result: QueryResult = {};
    for (let i = 0; i < count; i++) {
      const prepared = await extracted.prepare(i);
      try {
        context.signal.throwIfAborted();
        result = await this.#runOne(prepared, statement, i < count - 1 ? { limit: 0, offset: 0 } : statement, context);
      } catch (error) {
        throw i > 0 && context.signal.aborted ? partlyDone(i) : error;
      } finally {
        prepared.destroySync();
      }
    }
    if (!isLost) return result;
    const text = "The transaction was rolled back, not committed: an earlier statement of it had failed";
    throw new DriverError("Driver", text);
  }

  /** Whether the transaction has failed: DuckDB takes its COMMIT for a ROLLBACK, without an error. */
  async #hasFailed(): Promise<boolean> {
    return await this.connection.run("SELECT 1").then(
      () => false,
      (error) => /transaction is aborted/.test(String(error)),
    );
  }

  /** In a failed transaction DuckDB does not say which database is active; there, ROLLBACK alone runs. */
  async #checkDatabase(wanted: string | null): Promise<void> {
    if (wanted === null) return;
    const rows = await this.connection.runAndReadAll("SELECT system.main.current_database()").catch(() => null);
    const active = rows?.getRows().at(0)?.[0] ?? wanted;
    if (active === wanted) return;
    throw new DriverError(
      "InvalidRequest",
      `Cannot run statement in database ${wanted}: ${active} is active; change that first, or write ${wanted}.schema.table`,
    );
  }

  async #runOne(
    prepared: DuckDBPreparedStatement,
    { parameters, purpose }: Statement,
    wanted: Pick<Statement, "limit" | "offset">,
    context: Context,
  ): Promise<QueryResult> {
    bind(prepared, parameters);
    const type = prepared.statementType;
    if (type === StatementType.TRANSACTION) return await this.#transact(prepared);
    const isWrite = WRITES.has(type) && purpose === "execute";
    const page = { ...wanted, isForHost: !isWrite && (purpose === "execute" || purpose === "show") };
    const read = (): Promise<QueryResult> => this.#read(prepared, page, context);
    if (!isWrite) return await read();
    return await sendableWrite({ run: this.run, dialect: DIALECT, isInside: this.isInTransaction }, context, read);
  }

  /** Runs a statement and reads its rows; the signal interrupts it until it ends. */
  async #read(prepared: DuckDBPreparedStatement, page: Page, context: Context): Promise<QueryResult> {
    context.signal.throwIfAborted();
    using ending = new DisposableStack();
    ending.use(onAbort(context.signal, () => {
      this.connection.interrupt();
      const interrupting = setInterval(() => this.connection.interrupt(), INTERRUPT_EVERY_MS);
      ending.defer(() => clearInterval(interrupting));
    }));
    return await toResult(await prepared.stream(), page, context);
  }

  /** Runs BEGIN where no transaction is open, else COMMIT or ROLLBACK: DuckDB refuses all others. */
  async #transact(prepared: DuckDBPreparedStatement): Promise<QueryResult> {
    try {
      await prepared.run();
      this.isInTransaction = !this.isInTransaction;
      return {};
    } catch (error) {
      // A COMMIT that fails ends its transaction; a second BEGIN leaves it open.
      if (!String(error).includes("cannot start a transaction")) this.isInTransaction = false;
      throw error;
    }
  }
}
