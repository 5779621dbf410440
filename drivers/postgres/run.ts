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
import { firstWord, NOT_COMMITTED, type Run, type Statement } from "@fluxwire/sql";
import type { DataRows } from "./data_rows.ts";
import type { Databases } from "./databases.ts";
import { stateBeforeRun } from "./failure.ts";
import { toText } from "./parameter.ts";
import type { RunOptions, ServerConnection } from "./server_connection.ts";
import { type Outcome, wasRun, WRITES } from "./statement.ts";
import { toCell } from "./text_cell.ts";
import type { PgType, TypeCatalog } from "./type_catalog.ts";

/** The clause of a text that writes and returns rows. */
const RETURNS = /\bRETURNING\b/i;

/**
 * What is to end a transaction with its changes. The server takes one that has failed for a ROLLBACK, without an error, and a
 * PREPARE TRANSACTION without one too.
 */
const COMMITS = /^(COMMIT|END|PREPARE)$/;

/** The server's names of what begins or ends a transaction. */
const BOUNDARY = /^(BEGIN|START TRANSACTION|COMMIT|ROLLBACK|PREPARE TRANSACTION)$/;

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
    const connection = await databases.of(statement.database, context.signal, statement.purpose === "execute");
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
  const isUsers = purpose === "execute", word = isUsers ? firstWord(text) : "";
  // A prepared statement may write and return rows too: only its name is known.
  const isWhole = isUsers && (RETURNS.test(text) || word === "EXECUTE");
  const isOutside = connection.transactionStatus === "I";
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
    ...BARE.test(word) ? {} : connection.exactly(isUsers),
    beforeCommit: isWhole && isOutside ? checkFits : undefined,
  };
  const outcomes = await runExactly(connection, text, options);
  if (isUsers) checkCommit(connection, word, outcomes, isOutside);
  const outcome = outcomes.findLast(({ fields }) => fields !== null) ?? outcomes.at(-1);
  if (outcome === undefined) return {};
  // A write that ends just after its cancel must still be answered.
  if (!signal.aborted) {
    const learned = connection.learnTypes(outcome.fields ?? [], signal);
    // What the user's text has done stays done without the names of its types.
    await (isUsers ? learned.catch(() => {}) : learned);
  }
  if (isUsers && !isChecked && outcomes.some(({ command }) => WRITES.test(command))) {
    // The SDK would only say that it cannot send the result.
    await checkFits(outcome).catch((error) => {
      if (!signal.aborted) throw wasRun(error);
    });
  }
  if (!isUsers && purpose !== "show") return toResult(outcome, connection.types);
  return await encoded(outcome, connection.types, context).catch((error) => {
    throw isUsers && !signal.aborted ? wasRun(error, false) : error;
  });
}

/**
 * @param word The first one of the text.
 * @throws {DriverError} `Driver` if that is a COMMIT of a transaction whose changes are gone.
 */
function checkCommit(
  connection: ServerConnection,
  word: string,
  outcomes: readonly Outcome[],
  isOutside: boolean,
): void {
  const { wasUndone } = connection, first = outcomes[0]?.command ?? "";
  if (outcomes.some(({ command }) => BOUNDARY.test(command))) connection.wasUndone = false;
  if (first !== "ROLLBACK" && !(wasUndone && first === "COMMIT") || !COMMITS.test(word)) return;
  const rest = outcomes.length > 1 ? "; what the text has after it was run" : "";
  const message = isOutside && !wasUndone ? "No transaction was prepared: none was begun" : NOT_COMMITTED;
  throw new DriverError("Driver", message + rest, { mayBeDone: outcomes.length > 1 });
}

/** The result with rows for the host alone, which are encoded from the server's bytes. */
async function encoded(outcome: Outcome, types: TypeCatalog, context: Context): Promise<QueryResult> {
  const result = toResult(outcome, types), { fields } = outcome;
  if (fields === null) return result;
  const found = types.of(fields);
  const rows = await encodeInTurns(outcome.rows, (row, encoder) => {
    encoder.begin(found.length);
    for (const { text, read } of found) {
      if (!row.next()) encoder.cell(null);
      else if (text === null) encoder.cell(read(row.text()));
      else encoder.utf8(text, row.bytes, row.from, row.to);
    }
  }, context);
  return { ...result, rows };
}

/** Runs it with the settings that its cells need, and with a look before the commit, as far as its text allows that. */
async function runExactly(
  connection: ServerConnection,
  text: string,
  { before = [], after = [], beforeCommit, ...options }: RunOptions,
): Promise<Outcome[]> {
  const ways = [
    ...beforeCommit === undefined ? [] : [{ more: { before, after, beforeCommit }, refusals: [SEVERAL] }],
    // A statement that must be alone returns no rows whose texts would depend on settings.
    ...before.length === 0 ? [] : [{ more: { before, after }, refusals: [SEVERAL, ALONE] }],
  ];
  for (const { more, refusals } of ways) {
    try {
      return await connection.run(text, { ...options, ...more });
    } catch (error) {
      // Whether nothing was run, nor ended: a transaction that has failed would give only that error again.
      const isRefused = connection.transactionStatus !== "E" && refusals.includes(stateBeforeRun(error));
      if (!isRefused) throw error;
    }
  }
  return await connection.run(text, options);
}

/** The host's form of a statement's result. */
function toResult({ command, rowCount, fields, rows }: Outcome, types: TypeCatalog): QueryResult {
  const affectedRows = rowCount !== null && WRITES.test(command) ? rowCount : undefined;
  if (fields === null) return { affectedRows };
  const found = types.of(fields);
  const columns = found.map(({ name: type, kind }, i): Column => ({ name: fields[i]!.name, type, kind }));
  return { columns, rows: toRows(found, rows), affectedRows };
}

/** Reads the cells of rows, one row at a time. */
function* toRows(types: readonly PgType[], rows: DataRows): Generator<Cell[]> {
  for (const row of rows) yield types.map(({ read }) => row.next() ? toCell(read(row.text())) : null);
}
