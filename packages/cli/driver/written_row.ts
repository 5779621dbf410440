/**
 * The rows that a command line writes, as requests of the wire.
 *
 * @module
 */
import { UsageError } from "@fluxwire/command";
import type { RecordIdentity, RowDelete, RowInsert, RowPatch, Value } from "@fluxwire/wire";
import type { CommandLine } from "../command/args.ts";
import { type Assignment, assignment } from "../command/plain_value.ts";
import type { Stored } from "./stored.ts";

/** Types whose values are text, whatever the text looks like. */
const TEXTUAL = /char|text|string|clob|uuid|name/i;

type Table = Pick<Stored, "schema" | "name" | "columns">;

/** The columns and values of `COLUMN=VALUE` after the table, at least one. @throws {UsageError} for none. */
export function assignmentsOf({ arguments: [, ...texts] }: CommandLine): Assignment[] {
  if (texts.length === 0) throw new UsageError("Missing values: give COLUMN=VALUE, once for each column");
  return texts.map(assignment);
}

/** The key columns and values of `--key`, at least one. @throws {UsageError} for none. */
export function keysOf(args: CommandLine): Assignment[] {
  const keys = args.all("key").map(assignment);
  if (keys.length === 0) {
    throw new UsageError("Missing --key: give --key COLUMN=VALUE for each column of the row's key");
  }
  return keys;
}

/** A row to insert. */
export function insertOf(table: Table, assignments: readonly Assignment[]): RowInsert {
  const { columns, types, values } = typed(table, assignments);
  return { table: table.name, schema: table.schema, columns, values, columnTypes: types };
}

/** A row to change. */
export function patchOf(table: Table, keys: readonly Assignment[], assignments: readonly Assignment[]): RowPatch {
  const { columns, types, values } = typed(table, assignments);
  const changes = columns.map((column, at): [string, Value] => [column, values[at]!]);
  return { table: table.name, schema: table.schema, identity: identityOf(table, keys), changes, changeTypes: types };
}

/** A row to remove. */
export function deleteOf(table: Table, keys: readonly Assignment[]): RowDelete {
  return { table: table.name, schema: table.schema, identity: identityOf(table, keys) };
}

function identityOf(table: Table, keys: readonly Assignment[]): RecordIdentity {
  const { columns, values } = typed(table, keys);
  return { type: "Composite", columns, values };
}

/** @throws {UsageError} for a column that the table does not have. */
function typed({ columns: known }: Table, assignments: readonly Assignment[]): {
  columns: string[];
  types: (string | null)[] | null;
  values: Value[];
} {
  const columns = assignments.map(({ column }) => column);
  const infos = columns.map((column) => known?.find(({ name }) => name === column) ?? null);
  const unknown = infos.indexOf(null);
  if (known !== null && unknown >= 0) {
    throw UsageError.unknown("column", columns[unknown]!, known.map(({ name }) => name));
  }
  const types = infos.map((info) => info?.typeName ?? null);
  const values = assignments.map(({ text, value, isTyped }, at) =>
    !isTyped && value !== null && TEXTUAL.test(types[at] ?? "") ? text : value
  );
  return { columns, types: known === null ? null : types, values };
}
