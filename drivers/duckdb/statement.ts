/**
 * Runs statements on a session's connection: off this thread, rows in chunks, interrupted by the call's signal.
 *
 * @module
 */
import { type Cell, type Column, type Context, DriverError, partlyDone, type QueryResult } from "@fluxwire/sdk";
import { chunkedResult, firstWord, NOT_COMMITTED, sendableWrite } from "@fluxwire/sql";
import type { ChunkedRows, Run, Statement } from "@fluxwire/sql";
import { onAbort } from "@fluxwire/transport";
import { DIALECT } from "./catalog.ts";
import { kindOf, readerOf } from "./cell.ts";
import { checkFiles, type OpenedInstance } from "./instances.ts";
import * as duck from "./library.ts";
import { bind } from "./parameter.ts";

/** How often a cancelled statement is interrupted: DuckDB forgets what comes too early. How long a transaction reads a rest. */
const STEP_MS = 10;
const FAILED_LATER = "Cannot read the result: DuckDB failed in the middle of it; CREATE TEMP TABLE ... AS says why";

/** The statements that change rows; a prepared one may. */
const { INSERT, UPDATE, DELETE, MERGE_INTO, EXECUTE } = duck.StatementType;
const WRITES: ReadonlySet<duck.StatementType> = new Set([INSERT, UPDATE, DELETE, MERGE_INTO, EXECUTE]);

/** The runner of a connection's statements. */
export class Statements {
  /** Whether a statement of the user has begun a transaction. */
  isInTransaction = false;

  constructor(readonly opened: OpenedInstance) {}

  /** Runs a text: of several statements, the result of the last one is the answer. */
  run: Run = async (statement, context) => {
    try {
      return await this.#runAll(statement, context);
    } catch (error) {
      const said = duck.failure(error);
      throw context.signal.aborted && !said.mayBeDone ? context.signal.reason : said;
    }
  };

  async #runAll(statement: Statement, context: Context): Promise<QueryResult> {
    const { database, text, purpose } = statement, isOfUser = purpose === "execute";
    const isCommit = isOfUser && this.isInTransaction && /^(COMMIT|END)$/.test(firstWord(text));
    const active = isCommit || isOfUser && database !== null ? await this.#active() : null;
    if (active !== null && database !== null && active !== database) {
      const remedy = `${active} is active; change that first, or write ${database}.schema.table`;
      throw new DriverError("InvalidRequest", `Cannot run statement in database ${database}: ${remedy}`);
    }
    if (isOfUser) await checkFiles(text);
    const extracted = await this.opened.connection.extractStatements(text), { count } = extracted;
    if (count > 1 && (!isOfUser || statement.parameters.length > 0)) {
      const reason = "its text has several, and only a text of one can have parameters";
      throw new DriverError("InvalidRequest", `Cannot run statement: ${reason}`);
    }
    let result: QueryResult = {};
    for (let i = 0; i < count; i++) {
      const prepared = await extracted.prepare(i);
      try {
        context.signal.throwIfAborted();
        const own = { ...statement, purpose: "write", limit: 0, offset: 0 } as const;
        result = await this.#runOne(prepared, i < count - 1 ? own : statement, context);
        if (isCommit && active === null) throw new DriverError("Driver", NOT_COMMITTED);
      } catch (error) {
        throw i > 0 && context.signal.aborted ? partlyDone(i) : error;
      } finally {
        prepared.destroySync();
      }
    }
    return result;
  }

  /** The active database; null in a failed transaction, where DuckDB does not say it, and ROLLBACK alone runs. */
  async #active(): Promise<unknown> {
    const rows = await this.opened.connection.runAndReadAll("SELECT system.main.current_database()").catch(() => null);
    return rows?.getRows()[0]?.[0] ?? null;
  }

  async #runOne(prepared: duck.DuckDBPreparedStatement, statement: Statement, context: Context): Promise<QueryResult> {
    bind(prepared, statement.parameters);
    const type = prepared.statementType;
    if (type === duck.StatementType.TRANSACTION) return await this.#transact(prepared);
    const { purpose, limit } = statement, isWrite = WRITES.has(type);
    // A transaction around each write of a script, whose rows are not wanted, takes twice the time.
    const run = () => isWrite && purpose === "write" && limit === 0 ? prepared.run() : prepared.stream();
    if (!isWrite || purpose !== "execute") return await this.#read(run, statement, context);
    const place = { run: this.run, dialect: DIALECT, isInside: this.isInTransaction };
    return await sendableWrite(place, context, () => this.#read(run, { ...statement, purpose: "write" }, context));
  }

  /** Runs a statement and reads its rows; the signal interrupts it until it ends. */
  async #read(run: () => Promise<duck.DuckDBResult>, statement: Statement, context: Context): Promise<QueryResult> {
    context.signal.throwIfAborted();
    using ending = new DisposableStack();
    ending.use(onAbort(context.signal, () => {
      this.opened.connection.interrupt();
      const interrupting = setInterval(() => this.opened.connection.interrupt(), STEP_MS);
      ending.defer(() => clearInterval(interrupting));
    }));
    const result = await run();
    if (result.returnType === duck.ResultReturnType.CHANGED_ROWS) return { affectedRows: BigInt(result.rowsChanged) };
    if (result.returnType === duck.ResultReturnType.NOTHING) return {};
    try {
      return await chunkedResult(chunksOf(result), statement, context);
    } finally {
      await this.#release(result);
    }
  }

  /** Ends a result of which rows may be left: it keeps the file open. In a transaction, an interrupt would abort that. */
  async #release(result: duck.DuckDBResult): Promise<void> {
    if (!result.isStreaming) return;
    const until = performance.now() + STEP_MS;
    while (!this.isInTransaction || performance.now() < until) {
      if (!this.isInTransaction) this.opened.connection.interrupt();
      if (!(await result.fetchChunk())?.rowCount) return;
    }
    this.opened.keepFor(result);
  }

  /** Runs BEGIN where no transaction is open, else COMMIT or ROLLBACK: DuckDB refuses all others. */
  async #transact(prepared: duck.DuckDBPreparedStatement): Promise<QueryResult> {
    try {
      await prepared.run();
      this.isInTransaction = !this.isInTransaction;
      return {};
    } catch (error) {
      // A COMMIT that fails ends its transaction; a second BEGIN leaves it open, also one that has failed.
      if (!/cannot start a transaction|transaction is aborted/.test(String(error))) this.isInTransaction = false;
      throw error;
    }
  }
}

/** The rows of a result, in chunks of 2,048 that DuckDB computes off this thread. */
export function chunksOf(result: duck.DuckDBResult): ChunkedRows {
  const types = result.columnTypes(), readers = types.map(readerOf);
  const columns = result.columnNames().map((name, i): Column => {
    return { name, type: types[i]!.alias ?? String(types[i]!), kind: kindOf(types[i]!) };
  });
  const next: ChunkedRows["next"] = async () => {
    const chunk = await result.fetchChunk(), rowCount = chunk?.rowCount ?? 0;
    // The library gives an error in the middle of a result as its end.
    if (rowCount === 0 && result.returnType === duck.ResultReturnType.INVALID) throw new Error(FAILED_LATER);
    const vectors = rowCount === 0 ? [] : columns.map((_, i) => chunk!.getColumnVector(i));
    return { rowCount, rowAt: (at): Cell[] => readers.map((read, i) => read(vectors[i]!.getItem(at))) };
  };
  return { columns, next };
}
