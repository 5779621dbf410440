/**
 * Runs statements on a session's connection: off this thread, rows in chunks, interrupted by the call's signal.
 *
 * @module
 */
import { type Cell, type Column, type Context, DriverError, partlyDone, type QueryResult } from "@fluxwire/sdk";
import { chunkedResult, type ChunkedRows, firstWord, type Run, sendableWrite, type Statement } from "@fluxwire/sql";
import { onAbort } from "@fluxwire/transport";
import { kindOf, readerOf } from "./cell.ts";
import { DIALECT } from "./dialect.ts";
import { failure } from "./failure.ts";
import type * as duck from "./library.ts";
import { ResultReturnType, StatementType } from "./library.ts";
import { bind } from "./parameter.ts";

/** How often a statement that was cancelled is interrupted, until it ends: DuckDB forgets one that comes too early. */
const INTERRUPT_EVERY_MS = 10;

/** The statements that change rows; a prepared one may. */
const { INSERT, UPDATE, DELETE, MERGE_INTO, EXECUTE } = StatementType;
const WRITES: ReadonlySet<StatementType> = new Set([INSERT, UPDATE, DELETE, MERGE_INTO, EXECUTE]);

/** The runner of a connection's statements. */
export class Statements {
  /** Whether a statement of the user has begun a transaction. */
  isInTransaction = false;

  constructor(readonly connection: duck.DuckDBConnection) {}

  /** Runs a text: of several statements, the result of the last one is the answer. */
  run: Run = async (statement, context) => {
    try {
      return await this.#runAll(statement, context);
    } catch (error) {
      const said = failure(error);
      throw context.signal.aborted && !said.mayBeDone ? context.signal.reason : said;
    }
  };

  async #runAll(statement: Statement, context: Context): Promise<QueryResult> {
    if (statement.purpose === "execute") await this.#checkDatabase(statement.database);
    const extracted = await this.connection.extractStatements(statement.text), { count } = extracted;
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
        const one = i < count - 1 ? { ...statement, limit: 0, offset: 0 } : statement;
        result = await this.#runOne(prepared, one, context);
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
    const remedy = `${active} is active; change that first, or write ${wanted}.schema.table`;
    throw new DriverError("InvalidRequest", `Cannot run statement in database ${wanted}: ${remedy}`);
  }

  async #runOne(prepared: duck.DuckDBPreparedStatement, statement: Statement, context: Context): Promise<QueryResult> {
    bind(prepared, statement.parameters);
    const type = prepared.statementType;
    if (type === StatementType.TRANSACTION) return await this.#transact(prepared);
    const stream = () => prepared.stream(), written: Statement = { ...statement, purpose: "write" };
    if (!WRITES.has(type) || statement.purpose !== "execute") return await this.#read(stream, statement, context);
    // Without rows every answer fits: a transaction around each write of a script takes twice the time.
    if (statement.limit === 0) return await this.#read(() => prepared.run(), written, context);
    const place = { run: this.run, dialect: DIALECT, isInside: this.isInTransaction };
    return await sendableWrite(place, context, () => this.#read(stream, written, context));
  }

  /** Runs a statement and reads its rows; the signal interrupts it until it ends. */
  async #read(run: () => Promise<duck.DuckDBResult>, statement: Statement, context: Context): Promise<QueryResult> {
    context.signal.throwIfAborted();
    using ending = new DisposableStack();
    ending.use(onAbort(context.signal, () => {
      this.connection.interrupt();
      const interrupting = setInterval(() => this.connection.interrupt(), INTERRUPT_EVERY_MS);
      ending.defer(() => clearInterval(interrupting));
    }));
    const result = await run();
    if (result.returnType === ResultReturnType.CHANGED_ROWS) return { affectedRows: BigInt(result.rowsChanged) };
    if (result.returnType === ResultReturnType.NOTHING) return {};
    return await chunkedResult(chunksOf(result), statement, context);
  }

  /** Runs BEGIN where no transaction is open, else COMMIT or ROLLBACK: DuckDB refuses all others. */
  async #transact(prepared: duck.DuckDBPreparedStatement): Promise<QueryResult> {
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

/** The rows of a result, in chunks of 2,048 that DuckDB computes off this thread. */
export function chunksOf(result: duck.DuckDBResult): ChunkedRows {
  const types = result.columnTypes(), readers = types.map(readerOf);
  const columns = result.columnNames().map((name, i): Column => {
    return { name, type: types[i]!.alias ?? String(types[i]!), kind: kindOf(types[i]!) };
  });
  const next: ChunkedRows["next"] = async () => {
    const chunk = await result.fetchChunk(), rowCount = chunk?.rowCount ?? 0;
    const vectors = rowCount === 0 ? [] : columns.map((_, i) => chunk!.getColumnVector(i));
    return { rowCount, rowAt: (at): Cell[] => readers.map((read, i) => read(vectors[i]!.getItem(at))) };
  };
  return { columns, next };
}
