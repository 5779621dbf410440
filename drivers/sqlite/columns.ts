/**
 * The columns of a table or view.
 *
 * @module
 */
import type { Value } from "@fluxwire/sdk";
import type { TableColumn } from "@fluxwire/sql";
import type { Cancellable, Database } from "./database.ts";
import type { SqliteRelation } from "./relation.ts";

/** The columns of `SELECT *`, without the hidden columns of virtual tables. */
const COLUMNS =
  `SELECT name, type, "notnull", dflt_value, pk, hidden FROM pragma_table_xinfo(?1, ?2) WHERE hidden <> 1 ORDER BY cid`;

/** The columns, in the table's order. */
export async function columnsOf(
  database: Database,
  { name, schema }: SqliteRelation,
  context: Cancellable,
): Promise<TableColumn[]> {
  const { rows } = await database.read(COLUMNS, [name, schema], context);
  const keys = rows.filter((row) => row[4] !== 0n).length;
  return rows.map((row) => toColumn(row, keys));
}

/** The column of an INTEGER PRIMARY KEY is the row's number and never null; other keys of SQLite may be null. */
function toColumn([name, type, notNull, defaultValue, key, hidden]: Value[], keys: number): TableColumn {
  const isPrimaryKey = key !== 0n, typeName = textOf(type) ?? "";
  const isRowNumber = isPrimaryKey && keys === 1 && typeName.toUpperCase() === "INTEGER";
  return {
    name: String(name),
    typeName,
    nullable: notNull !== 1n && !isRowNumber,
    isPrimaryKey,
    defaultValue: textOf(defaultValue),
    // 2 and 3 are virtual and stored generated columns.
    isWritable: hidden === 0n,
  };
}

/** The cell of a column that holds text or nothing. */
export function textOf(cell: Value | undefined): string | null {
  return typeof cell === "string" ? cell : null;
}
