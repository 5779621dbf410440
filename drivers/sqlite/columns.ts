/**
 * The columns of a table or view.
 *
 * @module
 */
import { type ColumnInfo, type Context, DriverError, type TableRef, type Value } from "@fluxwire/sdk";
import type { Database } from "./database.ts";
import { MAIN } from "./identifier.ts";
import { flag, text } from "./rows.ts";

/** The columns of `SELECT *`, without the hidden columns of virtual tables. */
const COLUMNS =
  `SELECT name, type, "notnull", dflt_value, pk FROM pragma_table_xinfo(?1, ?2) WHERE hidden <> 1 ORDER BY cid`;

/**
 * The columns, in the table's order.
 *
 * @throws {DriverError} `Driver` if the table or view does not exist.
 */
export async function loadColumns(
  database: Database,
  { name, schema }: TableRef,
  context: Pick<Context, "signal">,
): Promise<ColumnInfo[]> {
  const { rows } = await database.read(COLUMNS, [name, schema || MAIN], context);
  if (rows.length === 0) throw new DriverError("Driver", `no such table: ${name}`);
  const keys = rows.filter((row) => row[4] !== 0n).length;
  return rows.map((row) => toColumn(row, keys));
}

/** The column of an INTEGER PRIMARY KEY is the row's number and never null; other keys of SQLite may be null. */
function toColumn([name, type, notNull, defaultValue, key]: Value[], keys: number): ColumnInfo {
  const isPrimaryKey = key !== 0n;
  const typeName = text(type) ?? "";
  const isRowNumber = isPrimaryKey && keys === 1 && typeName.toUpperCase() === "INTEGER";
  return {
    name: String(name),
    typeName,
    nullable: !flag(notNull) && !isRowNumber,
    isPrimaryKey,
    defaultValue: text(defaultValue),
  };
}
