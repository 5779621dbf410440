/**
 * Statements that change rows.
 *
 * @module
 */
import {
  DriverError,
  type RecordIdentity,
  type RowDelete,
  type RowInsert,
  type RowPatch,
  type SqlDeleteRequest,
  type SqlUpdateRequest,
  type SqlUpsertRequest,
  type Value,
} from "@fluxwire/sdk";
import { condition } from "./filter.ts";
import { toParameter } from "./parameter.ts";
import { join, name, raw, type Sql, sql } from "./sql.ts";

type Types = readonly (string | null)[] | null | undefined;

/** Changes one row and returns it. */
export function updateRow(table: Sql, patch: RowPatch): Sql {
  return sql`UPDATE ${table} SET ${assignments(patch.changes, patch.changeTypes)} WHERE ${
    sameRow(patch.identity)
  } RETURNING *`;
}

/** Adds a row and returns it. */
export function insertRow(table: Sql, insert: RowInsert): Sql {
  if (insert.columns.length === 0) return sql`INSERT INTO ${table} DEFAULT VALUES RETURNING *`;
  return sql`${inserted(table, insert)} RETURNING *`;
}

/** Removes a row and returns it. */
export function deleteRow(table: Sql, { identity }: RowDelete): Sql {
  return sql`DELETE FROM ${table} WHERE ${sameRow(identity)} RETURNING *`;
}

/** Changes the rows that match. */
export function updateRows(table: Sql, request: SqlUpdateRequest): Sql {
  const { changes, changeTypes, filter, returning } = request;
  return sql`UPDATE ${table} SET ${assignments(changes, changeTypes)} WHERE ${condition(filter)}${returned(returning)}`;
}

/** Removes the rows that match. */
export function deleteRows(table: Sql, { filter, returning }: SqlDeleteRequest): Sql {
  return sql`DELETE FROM ${table} WHERE ${condition(filter)}${returned(returning)}`;
}

/** Adds a row, or changes the one it conflicts with. */
export function upsertRow(table: Sql, request: SqlUpsertRequest): Sql {
  const { conflictColumns, updateAssignments, updateAssignmentTypes } = request;
  const action = updateAssignments.length === 0
    ? raw("NOTHING")
    : sql`UPDATE SET ${assignments(updateAssignments, updateAssignmentTypes)}`;
  return sql`${inserted(table, request)} ON CONFLICT (${names(conflictColumns)}) DO ${action}`;
}

function inserted(
  table: Sql,
  { columns, values, columnTypes }: Pick<RowInsert, "columns" | "values" | "columnTypes">,
): Sql {
  const cells = values.map((value, i) => sql`${toParameter(value, columnTypes?.[i])}`);
  return sql`INSERT INTO ${table} (${names(columns)}) VALUES (${join(cells, ", ")})`;
}

function assignments(changes: readonly [string, Value][], types: Types): Sql {
  if (changes.length === 0) throw new DriverError("InvalidRequest", "Cannot update: no column is to be changed");
  return join(changes.map(([column, value], i) => sql`${name(column)} = ${toParameter(value, types?.[i])}`), ", ");
}

function sameRow(identity: RecordIdentity): Sql {
  if (identity.type !== "Composite" || identity.columns.length === 0) {
    throw new DriverError(
      "InvalidRequest",
      "Cannot find the row: its identity names no columns; the table needs a key",
    );
  }
  const { columns, values } = identity;
  const same = columns.map((column, i) => {
    const value = toParameter(values[i] ?? null);
    return value === null ? sql`${name(column)} IS NULL` : sql`${name(column)} = ${value}`;
  });
  return join(same, " AND ");
}

function names(columns: readonly string[]): Sql {
  return join(columns.map((column) => name(column)), ", ");
}

function returned(columns: readonly string[] | null | undefined): Sql {
  return columns == null || columns.length === 0 ? raw("") : sql` RETURNING ${names(columns)}`;
}
