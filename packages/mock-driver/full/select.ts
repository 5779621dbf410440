/**
 * Reading rows: which, in which order, how many.
 *
 * @module
 */
import type { OrderByColumn, SemanticFilter, Value } from "@fluxwire/wire";
import { type Cell, type Column, DriverError, float, type QueryResult } from "@fluxwire/sdk";
import { compare } from "./compare.ts";
import { matches } from "./filter.ts";
import { callFunction, seriesLength, type Surroundings } from "./functions.ts";
import { parseStatement } from "./parse.ts";
import type { Item, Select } from "./statement.ts";
import { columnIndex, type Store, type Table, type TableColumn } from "./store.ts";

/** Selects rows of a table. */
export interface Picking {
  /** Filters that must all match. */
  filters: readonly (SemanticFilter | null | undefined)[];
  /** The order. */
  orderBy?: readonly OrderByColumn[];
  /** The most rows; null for all. */
  limit?: number | null;
  /** How many rows to skip. */
  offset?: number;
}

/** The selected rows of a table, in order. */
export function pickRows(table: Table, { filters, orderBy = [], limit = null, offset = 0 }: Picking): Value[][] {
  const rows = table.rows.filter((row) => filters.every((filter) => !filter || matches(filter, table, row)));
  const keys = orderBy.map(({ column, direction }): [number, number] => [
    columnIndex(table, column.name),
    direction === "Descending" ? -1 : 1,
  ]);
  if (keys.length > 0) {
    rows.sort((a, b) => keys.reduce((order, [at, sign]) => order || sign * compare(a[at]!, b[at]!), 0));
  }
  return rows.slice(offset, limit === null ? undefined : offset + limit);
}

/** Rows of a table as a result. */
export function toResult(columns: readonly TableColumn[], rows: readonly Value[][]): QueryResult {
  return { columns: columns.map(toColumn), rows: rows.map((row) => row.map(toCell)) };
}

/** A cell of a result. Numbers become Floats, even integral ones: an Int is a bigint here. */
export function toCell(value: Value): Cell {
  if (typeof value === "number") return float(value);
  if (Array.isArray(value)) return value.map(toCell);
  return value instanceof Map ? new Map([...value].map(([key, one]) => [key, toCell(one) as Value])) : value;
}

function toColumn({ name, type, kind, nullable, primaryKey }: TableColumn): Column {
  return { name, type, kind, nullable, primaryKey };
}

/** A table by its name, or a view in the form of one. */
export function tableOrView(store: Store, fullName: string, databaseName: string | null): Table {
  const { name, database } = store.place(fullName, databaseName);
  if (!Object.hasOwn(database.views, name)) return store.table(fullName, databaseName);
  const select = parseStatement(database.views[name]!) as Select;
  const base = database.tables.find((table) => table.name === select.table)!;
  const at = select.items!.map((item) => columnIndex(base, item.name));
  const rows = pickRows(base, { ...select, filters: [select.filter] }).map((row) => at.map((index) => row[index]!));
  const columns = at.map((index) => base.columns[index]!);
  return { name, columns, rows, foreignKeys: [], indexes: [], constraints: [] };
}

/** Runs a SELECT. */
export async function runSelect(select: Select, database: string | null, around: Surroundings): Promise<QueryResult> {
  const { items, table: name } = select;
  const [only] = items ?? [];
  if (name === null) {
    const { columns, rows } = await selectValues(items!, select, around);
    return { columns: columns.map(({ name }) => name), rows: rows.map((row) => row.map(toCell)) };
  }
  const table = await selectedTable(select, name, database, around);
  if (items?.length === 1 && only!.type === "call" && only!.function === "count") {
    const rows = pickRows(table, { filters: [select.filter] });
    return { columns: [{ name: only!.name, type: "INTEGER", kind: "Integer" }], rows: [[BigInt(rows.length)]] };
  }
  const rows = pickRows(table, { ...select, filters: [select.filter] });
  if (items === null) return toResult(table.columns, rows);
  const picks = items.map((item) => pickOf(item, table));
  return toResult(picks.map(({ column }) => column), rows.map((row) => picks.map(({ of }) => of(row))));
}

/** The table of a SELECT: one of the statements within it, or one of the database. */
async function selectedTable(
  { within }: Select,
  name: string,
  database: string | null,
  around: Surroundings,
): Promise<Table> {
  const at = within.findLastIndex((one) => one.name === name);
  if (at < 0) return tableOrView(around.store, name, database);
  const { select } = within[at]!;
  // Each of them may also read those before it, never itself.
  const inner = { ...select, within: [...within.slice(0, at), ...select.within] };
  return { name, ...await rowsOf(inner, database, around), foreignKeys: [], indexes: [], constraints: [] };
}

/** The rows of a SELECT within another, with their columns. */
async function rowsOf(
  select: Select,
  database: string | null,
  around: Surroundings,
): Promise<Pick<Table, "columns" | "rows">> {
  if (select.table === null) return await selectValues(select.items!, select, around);
  const table = await selectedTable(select, select.table, database, around);
  const rows = pickRows(table, { ...select, filters: [select.filter] });
  if (select.items === null) return { columns: table.columns, rows };
  const picks = select.items.map((item) => pickOf(item, table));
  return { columns: picks.map(({ column }) => column), rows: rows.map((row) => picks.map(({ of }) => of(row))) };
}

/** A SELECT without a table: one row, or as many as `series` gives. */
async function selectValues(
  items: readonly Item[],
  { limit, offset }: Select,
  around: Surroundings,
): Promise<Pick<Table, "columns" | "rows">> {
  const series = items.find((item) => item.type === "call" && item.function === "series");
  const cells: (Value | "series")[] = [];
  for (const item of items) {
    if (item.type === "column") throw new DriverError("Driver", `No such column: ${item.column}; a table is missing`);
    if (item === series) cells.push("series");
    else cells.push(item.type === "value" ? item.value : await callFunction(item.function, item.args, around));
  }
  const length = series?.type === "call" ? seriesLength(series.args) : 1;
  const end = Math.min(length, limit === null ? length : offset + limit);
  const at = series === undefined ? -1 : items.indexOf(series);
  const rows = Array.from(
    { length: Math.max(0, end - offset) },
    (_, i) => cells.map((cell, column) => column === at ? BigInt(offset + i + 1) : cell),
  );
  return { columns: items.map(({ name }) => untyped(name)), rows };
}

/** A column of values that no table declares. */
function untyped(name: string): TableColumn {
  return { name, type: "", kind: "Unknown", nullable: true, primaryKey: false, defaultValue: null, enumValues: null };
}

/** The source of a result column. */
function pickOf(item: Item, table: Table): { column: TableColumn; of: (row: readonly Value[]) => Value } {
  if (item.type === "call") {
    throw new DriverError("Driver", `Cannot call ${item.function} for each row of ${table.name}`);
  }
  if (item.type === "column") {
    const index = columnIndex(table, item.column);
    return { column: { ...table.columns[index]!, name: item.name }, of: (row) => row[index]! };
  }
  return { column: untyped(item.name), of: () => item.value };
}
