/**
 * Runs the statements of a session, and converts the server's results to the host's form.
 *
 * @module
 */
import {
  type Cell,
  type Column,
  type Context,
  DriverError,
  encodeAnswer,
  encodeInTurns,
  type QueryResult,
} from "@fluxwire/sdk";
import { firstWord, type Run, type Statement } from "@fluxwire/sql";
import type { CellWriter } from "./cell_writer.ts";
import type { DataRows } from "./data_rows.ts";
import type { Databases } from "./databases.ts";
import { toText } from "./parameter.ts";
import { DatabaseError } from "./pg.ts";
import type { RunOptions, ServerConnection } from "./server_connection.ts";
import { type Outcome, wasRun, WRITES } from "./statement.ts";
import type { TypeCatalog } from "./type_catalog.ts";

/** A text that may write and return rows. */
const RETURNS = /\bRETURNING\b/i;

/** What is to end a transaction with its changes. The server takes one that has failed for a ROLLBACK, without an error. */
const COMMITS = /^(COMMIT|END|PREPARE)$/;

/** What returns no rows, and may have to be the first in its transaction. */
const BARE = /^(BEGIN|START|SET|COMMIT|END|ROLLBACK|ABORT|SAVEPOINT|RELEASE)$/;

/** The server's code for a text of several statements where one is expected. */
const SEVERAL = "42601";

/** The server's code for a statement that runs in no transaction of several statements. */
const ALONE = "25001";

/**
 * How long the answer of a cancelled statement waits for the server's own, in milliseconds: a cancel that finds the commit
 * under way does not end it.
 */
const SETTLE_MS = 1_000;

/** Runs a session's statements. */
export function runnerOf(databases: Databases): Run {
  return async (statement, context) => {
    context.settlesWithin(SETTLE_MS);
    const connection = await databases.of(statement.database, context.signal);
    if (statement.purpose === "control") {
      await connection.control(statement.text, context.signal);
      return {};
    }
    if (statement.purpose === "catalog") return { rows: await connection.rows(statement, context.signal) };
    return await resultOf(connection, statement, context);
  };
}

/** The result of a text: of several statements, that of the last one with rows, or else of the last one. */
async function resultOf(connection: ServerConnection, statement: Statement, context: Context): Promise<QueryResult> {
  const { text, purpose, limit, offset, parameters } = statement, { signal } = context;
  const isUsers = purpose === "execute",
    isWhole = isUsers && RETURNS.test(text),
    isOutside = connection.transactionStatus === "I";
  let isChecked = false;
  /** A result that no answer can hold undoes the statement. So does a cancel that comes before the commit. */
  const checkFits = async (outcome: Outcome): Promise<void> => {
    signal.throwIfAborted();
    isChecked = true;
    if (outcome.fields === null || outcome.command === "") return;
    await encodeAnswer(context.answer, toResult(outcome, connection.types));
    signal.throwIfAborted();
  };
  const options: RunOptions = {
    ...{ limit, offset, values: parameters.map(toText), signal, isWhole },
    single: !isUsers,
    mayWrite: purpose !== "read" && purpose !== "show",
  };
  const beforeCommit = isWhole && isOutside ? checkFits : undefined;
  const hasFailed = connection.transactionStatus === "E";
  const around = isUsers && BARE.test(firstWord(text)) ? {} : connection.exactly(isUsers);
  const outcomes = await runExactly(connection, text, { ...options, ...around, beforeCommit });
  if (hasFailed && outcomes[0]?.command === "ROLLBACK" && COMMITS.test(firstWord(text))) throw notCommitted();
  const outcome = outcomes.findLast(({ fields }) => fields !== null) ?? outcomes.at(-1);
  if (outcome === undefined) return {};
  // A write that ends just after its cancel must still be answered.
  if (!signal.aborted) await connection.learnTypes((outcome.fields ?? []).map((field) => field.dataTypeID), signal);
  if (isUsers && !isChecked && outcomes.some(({ command }) => WRITES.test(command))) {
    // The SDK would only say that it cannot send the result.
    await checkFits(outcome).catch((error) => {
      if (!signal.aborted) throw wasRun(error);
    });
  }
  const isForHost = isUsers || purpose === "show";
  return isForHost && await encoded(outcome, connection.types, context) || toResult(outcome, connection.types);
}

function notCommitted(): DriverError {
  const text = "The transaction was rolled back, not committed: an earlier statement of it had failed";
  return new DriverError("Driver", text);
}

/** The result with rows for the host alone; null if a type has no writer. */
async function encoded(outcome: Outcome, types: TypeCatalog, context: Context): Promise<QueryResult | null> {
  const found = outcome.fields?.map(({ dataTypeID }) => types.get(dataTypeID).write) ?? [null];
  if (found.includes(null)) return null;
  const writers = found as CellWriter[];
  const rows = await encodeInTurns(outcome.rows, (row, encoder) => {
    encoder.begin(writers.length);
    for (const write of writers) {
      if (row.next()) write(row, encoder);
      else encoder.cell(null);
    }
  }, context);
  return { ...toResult(outcome, types), rows };
}

/** Runs it with the settings that its cells need, and with a look before the commit, as far as its text allows that. */
async function runExactly(
  connection: ServerConnection,
  text: string,
  { before = [], after = [], beforeCommit, ...options }: RunOptions,
): Promise<Outcome[]> {
  /** Whether nothing was run, nor ended: a transaction that has failed would give only that error again. */
  const isRefused = (error: unknown, ...codes: readonly string[]): boolean => {
    const { cause } = error as { cause?: unknown };
    return connection.transactionStatus !== "E" && cause instanceof DatabaseError && codes.includes(cause.code ?? "");
  };
  if (beforeCommit !== undefined) {
    try {
      return await connection.run(text, { ...options, before, after, beforeCommit });
    } catch (error) {
      if (!isRefused(error, SEVERAL)) throw error;
    }
  }
  if (before.length > 0) {
    try {
      return await connection.run(text, { ...options, before, after });
    } catch (error) {
      // A statement that must be alone returns no rows whose texts would depend on settings.
      if (!isRefused(error, SEVERAL, ALONE)) throw error;
    }
  }
  return await connection.run(text, options);
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
