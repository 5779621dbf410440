/**
 * Browsing, counting and changing the rows of a table.
 *
 * @module
 */
import {
  type Cell,
  DriverError,
  type QueryResult,
  type TableBrowseRequest,
  type TableCountRequest,
  type WriteResult,
} from "@fluxwire/sdk";
import { columnsOf } from "./columns.ts";
import { browse, count } from "./read_statements.ts";
import { findRelation } from "./relation.ts";
import { runSql, toResult } from "./result.ts";
import type { ServerConnection } from "./server_connection.ts";
import { raw, type Sql } from "./sql.ts";

/** A page of a table. */
export async function browseTable(
  connection: ServerConnection,
  request: TableBrowseRequest,
  signal: AbortSignal,
): Promise<QueryResult> {
  const relation = await findRelation(connection, request.table, signal);
  const columns = await columnsOf(connection, relation, signal);
  const keys = columns.filter((column) => column.isPrimaryKey).map((column) => column.name);
  return await runSql(connection, browse(relation.sql, keys, request), signal, columns);
}

/** How many rows of a table match. */
export async function countTable(
  connection: ServerConnection,
  request: TableCountRequest,
  signal: AbortSignal,
): Promise<bigint> {
  const relation = await findRelation(connection, request.table, signal);
  const [row] = await connection.rows(count(relation.sql, request), signal);
  return BigInt(row![0]!);
}

/**
 * Runs a statement that changes one row and returns it.
 *
 * @throws {DriverError} `InvalidRequest` if it would change more than one row: then none is changed.
 */
export async function writeRow(
  connection: ServerConnection,
  statement: Sql,
  signal: AbortSignal,
): Promise<WriteResult> {
  return await atOnce(connection, signal, async () => {
    const { text, values } = statement;
    const [outcome] = await connection.run(text, { values, signal, single: true });
    const { rows = [], affectedRows = 0n } = await toResult(connection, outcome!, signal);
    if (BigInt(affectedRows) > 1n) {
      const found = `its key columns have the same values in ${affectedRows} rows; nothing was changed`;
      throw new DriverError("InvalidRequest", `Cannot write the row: ${found}`);
    }
    const [row] = [...rows as Iterable<Cell[]>];
    return { affectedRows, returningRow: row ?? null };
  });
}

/** Runs a step atomically, also inside a transaction of the user. */
async function atOnce<T>(connection: ServerConnection, signal: AbortSignal, step: () => Promise<T>): Promise<T> {
  const isInside = connection.transactionStatus !== "I";
  await connection.rows(raw(isInside ? "SAVEPOINT fluxwire_row" : "BEGIN"), signal);
  try {
    const result = await step();
    await connection.rows(raw(isInside ? "RELEASE SAVEPOINT fluxwire_row" : "COMMIT"), signal);
    return result;
  } catch (error) {
    // Without the signal: it may be the cause, and the step must still be undone.
    const undo = isInside ? "ROLLBACK TO SAVEPOINT fluxwire_row; RELEASE SAVEPOINT fluxwire_row" : "ROLLBACK";
    if (!connection.isLost) await connection.run(undo, { signal: new AbortController().signal });
    throw error;
  }
}
