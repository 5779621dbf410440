/**
 * Changes of rows, shared by the mini-SQL and the requests about rows.
 *
 * @module
 */
import type { RecordIdentity, SemanticFilter, Value } from "@fluxwire/wire";
import { DriverError } from "@fluxwire/sdk";
import { compare, isNull } from "./compare.ts";
import { matches } from "./filter.ts";
import { parseStatement } from "./parse.ts";
import { columnIndex, type Table } from "./store.ts";

/** Adds rows; omitted columns get their defaults. If one row cannot be added, nothing changes. */
export function insertRows(table: Table, columns: readonly string[] | null, rows: readonly Value[][]): Value[][] {
  const names = columns ?? table.columns.map(({ name }) => name);
  const added = rows.map((values) => {
    if (values.length !== names.length) {
      throw new DriverError(
        "Driver",
        `Cannot insert into ${table.name}: ${values.length} values for ${names.length} columns`,
      );
    }
    const given = new Map(names.map((name, i) => [columnIndex(table, name), values[i]!]));
    return table.columns.map(({ defaultValue }, i) => given.has(i) ? given.get(i)! : literal(defaultValue));
  });
  replaceRows(table, [...table.rows, ...added], added);
  return added;
}

/** Changes the rows that a filter keeps, and gives their new values. */
export function updateRows(
  table: Table,
  changes: readonly (readonly [string, Value])[],
  filter: SemanticFilter | null,
): Value[][] {
  const at = changes.map(([name, value]): [number, Value] => [columnIndex(table, name), value]);
  const changed: Value[][] = [];
  const rows = table.rows.map((row) => {
    if (filter !== null && !matches(filter, table, row)) return row;
    const next = [...row];
    for (const [index, value] of at) next[index] = value;
    changed.push(next);
    return next;
  });
  replaceRows(table, rows, changed);
  return changed;
}

/** Removes the rows that a filter keeps, and gives them. */
export function deleteRows(table: Table, filter: SemanticFilter | null): Value[][] {
  const isGone = (row: readonly Value[]): boolean => filter === null || matches(filter, table, row);
  const gone = table.rows.filter(isGone);
  table.rows = table.rows.filter((row) => !isGone(row));
  return gone;
}

/** The filter for the row with an identity: by columns, or by the only column of the primary key. */
export function filterOf(table: Table, identity: RecordIdentity): SemanticFilter {
  const { columns, values } = identity.type === "Composite"
    ? identity
    : { columns: [onlyKey(table)], values: [identityValue(identity)] };
  if (columns.length === 0 || columns.length !== values.length) {
    throw new DriverError("InvalidRequest", `Cannot find row: ${columns.length} columns with ${values.length} values`);
  }
  return {
    type: "And",
    value: columns.map((name, i) => ({
      type: "Predicate",
      field: { type: "Column", name },
      operator: "Eq",
      value: values[i] ?? { type: "Null" },
    })),
  };
}

function identityValue({ type, value }: Exclude<RecordIdentity, { type: "Composite" }>): Value {
  return type === "ObjectId" ? { type: "ObjectId", value } : /^-?\d+$/.test(value) ? BigInt(value) : value;
}

function onlyKey(table: Table): string {
  const keys = table.columns.filter(({ primaryKey }) => primaryKey);
  if (keys.length === 1) return keys[0]!.name;
  throw new DriverError(
    "InvalidRequest",
    `Cannot find row: ${table.name} has ${keys.length} primary key columns, not one`,
  );
}

function replaceRows(table: Table, rows: Value[][], touched: readonly Value[][]): void {
  for (const [i, { name, nullable }] of table.columns.entries()) {
    if (!nullable && touched.some((row) => isNull(row[i]))) {
      throw new DriverError("Driver", `NOT NULL constraint failed: ${table.name}.${name}`);
    }
  }
  for (const { columns, isUnique } of table.indexes) {
    if (isUnique) requireUnique(table, columns.map((name) => columnIndex(table, name)), rows, touched);
  }
  table.rows = rows;
}

function requireUnique(
  table: Table,
  at: readonly number[],
  rows: readonly Value[][],
  touched: readonly Value[][],
): void {
  for (const row of touched) {
    if (at.some((index) => isNull(row[index]))) continue;
    if (rows.some((other) => other !== row && at.every((index) => compare(other[index]!, row[index]!) === 0))) {
      const names = at.map((index) => `${table.name}.${table.columns[index]!.name}`);
      throw new DriverError("Driver", `UNIQUE constraint failed: ${names.join(", ")}`);
    }
  }
}

/** The value of a column's default, which is written as a literal. */
function literal(text: string | null): Value {
  const select = text === null ? null : parseStatement(`SELECT ${text}`);
  const item = select?.type === "select" ? select.items?.[0] : undefined;
  return item?.type === "value" ? item.value : null;
}
