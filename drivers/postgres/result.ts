/**
 * Converts the server's results to the host's form.
 *
 * @module
 */
import type { Cell, Column, ColumnInfo, QueryResult } from "@fluxwire/sdk";
import type { ServerConnection } from "./server_connection.ts";
import type { Sql } from "./sql.ts";
import type { Outcome, StatementOptions, TextRow } from "./statement.ts";
import type { TypeCatalog } from "./type_catalog.ts";

/** Statements that change rows. For other statements the count would only repeat the number of rows. */
const WRITES = /^(INSERT|UPDATE|DELETE|MERGE|COPY)$/;

/**
 * Runs a text and returns its result: of several statements, that of the last one with rows, or else of the last one.
 *
 * @param known Known facts about the columns, by name.
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

/** Like {@link runToResult}, for a single composed statement. */
export function runSql(
  connection: ServerConnection,
  statement: Sql,
  signal: AbortSignal,
  known: readonly ColumnInfo[] = [],
): Promise<QueryResult> {
  return runToResult(connection, statement.text, { values: statement.values, signal, single: true }, known);
}

/** The host's form of a statement's result. */
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
