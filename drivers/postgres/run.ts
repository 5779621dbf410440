/**
 * Runs the statements of a session, and converts the server's results to the host's form.
 *
 * @module
 */
import { type Cell, type Column, type Context, encodeAnswer, type QueryResult } from "@fluxwire/sdk";
import type { Run, Statement } from "@fluxwire/sql";
import type { CellWriter } from "./cell_writer.ts";
import type { DataRows } from "./data_rows.ts";
import type { Databases } from "./databases.ts";
import { encodeDataRows } from "./encoded_result.ts";
import { toText } from "./parameter.ts";
import { DatabaseError } from "./pg.ts";
import type { RunOptions, ServerConnection } from "./server_connection.ts";
import { type Outcome, wasRun, WRITES } from "./statement.ts";
import type { TypeCatalog } from "./type_catalog.ts";

/** A text that may write and return rows. */
const RETURNS = /\bRETURNING\b/i;

/** The server's code for a text of several statements where one is expected. */
const SEVERAL = "42601";

/** The server's code for a statement that runs in no transaction of several statements. */
const ALONE = "25001";

/** Runs a session's statements. */
export function runnerOf(databases: Databases): Run {
  return async (statement, context) => {
    const connection = await databases.of(statement.database, context.signal);
    if (statement.purpose === "control") {
      await connection.control(statement.text, context.signal);
      return {};
    }
    if (statement.purpose === "catalog") return { rows: await connection.rows(statement, context.signal) };
    return await new StatementRun(connection, statement, context).result();
  };
}

/** The run of one statement. */
class StatementRun {
  readonly #connection: ServerConnection;
  readonly #statement: Statement;
  readonly #context: Context;
  readonly #options: RunOptions;
  /** Whether the result is known to fit into an answer. */
  #isChecked = false;

  constructor(connection: ServerConnection, statement: Statement, context: Context) {
    this.#connection = connection;
    this.#statement = statement;
    this.#context = context;
    const { limit, offset, parameters, purpose } = statement;
    this.#options = {
      ...{ limit, offset, values: parameters.map(toText), signal: context.signal },
      single: purpose !== "execute",
      mayWrite: purpose !== "read" && purpose !== "show",
    };
  }

  /** Its result: of several statements, that of the last one with rows, or else of the last one. */
  async result(): Promise<QueryResult> {
    const outcomes = await this.#run();
    const outcome = outcomes.findLast(({ fields }) => fields !== null) ?? outcomes.at(-1);
    if (outcome === undefined) return {};
    const { signal } = this.#context;
    // A write that ends just after its cancel must still be answered.
    if (!signal.aborted) {
      await this.#connection.learnTypes((outcome.fields ?? []).map((field) => field.dataTypeID), signal);
    }
    const hasWritten = outcomes.some(({ command }) => WRITES.test(command));
    if (hasWritten && this.#statement.purpose === "execute" && !this.#isChecked) await this.#sayIfTooLarge(outcome);
    return await this.#encoded(outcome) ?? toResult(outcome, this.#connection.types);
  }

  /** The result with rows for the host alone; null if other code looks at them, or a type has no writer. */
  async #encoded({ fields, rows, ...rest }: Outcome): Promise<QueryResult | null> {
    const { purpose } = this.#statement, isForHost = purpose === "execute" || purpose === "show";
    if (fields === null || !isForHost) return null;
    const { types } = this.#connection, writers = fields.map(({ dataTypeID }) => types.get(dataTypeID).write);
    if (writers.includes(null)) return null;
    const encoded = await encodeDataRows(rows, writers as CellWriter[], this.#context);
    return { ...toResult({ fields, rows, ...rest }, types), rows: encoded };
  }

  /** The SDK would only say that it cannot send the result. */
  async #sayIfTooLarge(outcome: Outcome): Promise<void> {
    try {
      await this.#checkFits(outcome);
    } catch (error) {
      if (!this.#context.signal.aborted) throw wasRun(error as Error);
    }
  }

  async #run(): Promise<Outcome[]> {
    const { text, purpose } = this.#statement;
    const isOwn = this.#connection.transactionStatus === "I";
    if (purpose !== "execute" || !isOwn || !RETURNS.test(text)) return await this.#exactly();
    try {
      const beforeCommit = (outcome: Outcome): Promise<void> => this.#checkFits(outcome);
      return await this.#connection.run(text, { ...this.#options, before: this.#connection.exactly, beforeCommit });
    } catch (error) {
      if (!hasCode(error, SEVERAL)) throw error;
      return await this.#exactly();
    }
  }

  /** Runs it with the settings that its cells need. */
  async #exactly(): Promise<Outcome[]> {
    const { text } = this.#statement;
    const before = this.#connection.exactly;
    if (before.length === 0) return await this.#connection.run(text, this.#options);
    try {
      return await this.#connection.run(text, { ...this.#options, before });
    } catch (error) {
      // Nothing was run. A statement that must be alone returns no rows whose texts would depend on settings.
      if (!hasCode(error, SEVERAL) && !hasCode(error, ALONE)) throw error;
      return await this.#connection.run(text, this.#options);
    }
  }

  /** A result that no answer can hold undoes the statement. So does a cancel that comes before the commit. */
  async #checkFits(outcome: Outcome): Promise<void> {
    this.#context.signal.throwIfAborted();
    this.#isChecked = true;
    if (outcome.fields === null || outcome.command === "") return;
    await encodeAnswer(this.#context.answer, toResult(outcome, this.#connection.types));
    this.#context.signal.throwIfAborted();
  }
}

function hasCode(error: unknown, code: string): boolean {
  const { cause } = error as { cause?: unknown };
  return cause instanceof DatabaseError && cause.code === code;
}

/** The host's form of a statement's result. */
function toResult({ command, rowCount, fields, rows }: Outcome, types: TypeCatalog): QueryResult {
  const affectedRows = rowCount !== null && WRITES.test(command) ? rowCount : undefined;
  if (fields === null) return { affectedRows };
  const ids = fields.map((field) => field.dataTypeID);
  const columns = fields.map(({ name, dataTypeID }): Column => {
    const { name: type, kind } = types.get(dataTypeID);
    return { name, type, kind };
  });
  return { columns, rows: toRows(types, ids, rows), affectedRows };
}

/** Reads the cells of rows, one row at a time. */
function* toRows(types: TypeCatalog, ids: readonly number[], rows: DataRows): Generator<Cell[]> {
  const readers = ids.map((id) => types.get(id).read);
  for (const row of rows) yield readers.map((read) => row.next() ? read(row.text()) : null);
}
