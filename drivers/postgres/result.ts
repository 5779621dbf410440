/**
 * Results of the server as the host has them.
 *
 * @module
 */
import type { Cell, Column, ColumnInfo, QueryResult } from "@fluxwire/sdk";
import type { ServerConnection } from "./server_connection.ts";
import type { Sql } from "./sql.ts";
import type { Outcome, StatementOptions, TextRow } from "./statement.ts";
import type { TypeCatalog } from "./type_catalog.ts";

/** Statements that change rows: for others the number of rows says nothing that the rows do not. */
const WRITES = /^(INSERT|UPDATE|DELETE|MERGE|COPY)$/;

/**
 * Runs a text and gives its result: of several statements the last one that has rows, or else the last one.
 *
 * @param known What is known of the columns, by their names.
 */
export async function runToResult(
  connection: ServerConnection,
  text: string,
  options: StatementOptions & { signal: AbortSignal },
  known: readonly ColumnInfo[] = [],
): Promise<QueryResult> {
  const outcomes = await connection.run(text, options);
  const outcome = outcomes.findLast(({ fields }) => fields !== null) ?? outcomes.at(-1);
  return outcome === undefined ? {} : await toResult(connection, outcome, options.signal, known);
}

/** As {@link runToResult}, for one statement that was put together. */
export function runSql(
  connection: ServerConnection,
  statement: Sql,
  signal: AbortSignal,
  known: readonly ColumnInfo[] = [],
): Promise<QueryResult> {
  return runToResult(connection, statement.text, { values: statement.values, signal, single: true }, known);
}

/** The host's form of what a statement gave. */
export async function toResult(
  connection: ServerConnection,
  { command, rowCount, fields, rows }: Outcome,
  signal: AbortSignal,
  known: readonly ColumnInfo[] = [],
): Promise<QueryResult> {
  const affectedRows = rowCount !== null && WRITES.test(command) ? rowCount : undefined;
  if (fields === null) return { affectedRows };
  await connection.learnTypes(fields.map((field) => field.dataTypeID), signal);
  const byName = new Map(known.map((column) => [column.name, column]));
  const columns = fields.map(({ name, dataTypeID }): Column => {
    const { name: type, kind } = connection.types.get(dataTypeID);
    const column = byName.get(name);
    return { name, type, kind, nullable: column?.nullable, primaryKey: column?.isPrimaryKey };
  });
  const ids = fields.map((field) => field.dataTypeID);
  return { columns, rows: toRows(connection.types, ids, rows), affectedRows };
}

/** Reads the cells of rows, one row at a time. */
function* toRows(types: TypeCatalog, ids: readonly number[], rows: readonly TextRow[]): Generator<Cell[]> {
  const readers = ids.map((id) => types.get(id).read);
  for (const row of rows) yield row.map((text, i) => text === null ? null : readers[i]!(text));
}
