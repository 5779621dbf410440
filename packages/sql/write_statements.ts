/**
 * Statements that change rows.
 *
 * @module
 */
import {
  DriverError,
  type RowInsert,
  type SqlDeleteRequest,
  type SqlUpdateRequest,
  type SqlUpsertRequest,
  type Value,
} from "@fluxwire/sdk";
import type { TableColumn } from "./catalog.ts";
import type { Dialect } from "./dialect.ts";
import { condition } from "./filter.ts";
import { type RowKey, sameRow } from "./identity.ts";
import { join, name, nameList, NOTHING, raw, type Sql, sql, value } from "./sql.ts";

/** Columns with their new values, and the types of these. */
export interface Changes {
  /** Pairs of a column and its new value. */
  changes: readonly (readonly [string, Value])[];
  /** The type of each; absent if unknown. */
  changeTypes?: readonly (string | null)[] | null;
}

/** The statement that changes the one row with this key. */
export function updateRow(
  table: Sql,
  changes: Changes,
  key: RowKey,
  dialect: Dialect,
  columns?: readonly TableColumn[],
): Sql {
  return sql`UPDATE ${table} SET ${assignments(changes)} WHERE ${sameRow(key, dialect, columns)}`;
}

/** The statement that adds a row; without columns, one in which every column has its default. */
export function insertRow(table: Sql, insert: Pick<RowInsert, "columns" | "values" | "columnTypes">): Sql {
  return insert.columns.length === 0 ? sql`INSERT INTO ${table} DEFAULT VALUES` : inserted(table, insert);
}

/** The statement that removes the one row with this key. */
export function deleteRow(table: Sql, key: RowKey, dialect: Dialect, columns?: readonly TableColumn[]): Sql {
  return sql`DELETE FROM ${table} WHERE ${sameRow(key, dialect, columns)}`;
}

/** The statement that changes every row that matches the request's filter. */
export function updateRows(table: Sql, request: SqlUpdateRequest, dialect: Dialect): Sql {
  const set = assignments(request);
  return sql`UPDATE ${table} SET ${set} WHERE ${condition(request.filter, dialect)}${returned(request.returning)}`;
}

/** The statement that removes every row that matches the request's filter. */
export function deleteRows(table: Sql, { filter, returning }: SqlDeleteRequest, dialect: Dialect): Sql {
  return sql`DELETE FROM ${table} WHERE ${condition(filter, dialect)}${returned(returning)}`;
}

/**
 * The statement that adds a row, or changes the one that it conflicts with.
 *
 * @throws {DriverError} `InvalidRequest` if the database has no such statement.
 */
export function upsertRow(table: Sql, request: SqlUpsertRequest, { name: own, conflict }: Dialect): Sql {
  if (conflict === null) {
    throw new DriverError("InvalidRequest", `Cannot plan SqlUpsert: ${own} has no statement that adds or changes`);
  }
  const { conflictColumns, updateAssignments: changes, updateAssignmentTypes: changeTypes } = request;
  const action = changes.length === 0 ? raw("NOTHING") : sql`UPDATE SET ${assignments({ changes, changeTypes })}`;
  return sql`${inserted(table, request)} ${raw(conflict)} (${nameList(conflictColumns)}) DO ${action}`;
}

function inserted(
  table: Sql,
  { columns, values, columnTypes }: Pick<RowInsert, "columns" | "values" | "columnTypes">,
): Sql {
  if (columns.length !== values.length) {
    const text = `Cannot insert: there are ${columns.length} columns and ${values.length} values`;
    throw new DriverError("InvalidRequest", text);
  }
  const cells = values.map((one, i) => value(one, columnTypes?.[i]));
  return sql`INSERT INTO ${table} (${nameList(columns)}) VALUES (${join(cells, ", ")})`;
}

function assignments({ changes, changeTypes }: Changes): Sql {
  if (changes.length === 0) throw new DriverError("InvalidRequest", "Cannot update: no column is to be changed");
  return join(changes.map(([column, own], i) => sql`${name(column)} = ${value(own, changeTypes?.[i])}`), ", ");
}

function returned(columns: readonly string[] | null | undefined): Sql {
  return columns == null || columns.length === 0 ? NOTHING : sql` RETURNING ${nameList(columns)}`;
}
