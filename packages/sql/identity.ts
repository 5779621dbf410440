/**
 * Which row: the condition that its identity fulfils.
 *
 * @module
 */
import { DriverError, type RecordIdentity, type Value } from "@fluxwire/sdk";
import type { TableColumn } from "./catalog.ts";
import type { Dialect } from "./dialect.ts";
import { fill, inForm, join, name, type Sql, sql, value } from "./sql.ts";
import { isNull } from "./value_text.ts";

/** The columns and values of a row's identity. */
export interface RowKey {
  /** The columns, at least one. */
  columns: readonly string[];
  /** Their values. */
  values: readonly Value[];
}

/**
 * The columns and values of an identity.
 *
 * @throws {DriverError} `InvalidRequest` for an identity without columns, with more or fewer values, or of another kind of
 *   database.
 */
export function keyOf(identity: RecordIdentity): RowKey {
  if (identity.type !== "Composite" || identity.columns.length === 0) {
    const text = "Cannot find the row: its identity names no columns; the table needs a key";
    throw new DriverError("InvalidRequest", text);
  }
  const { columns, values } = identity;
  if (columns.length === values.length) return { columns, values };
  // A list that is too short would find rows by NULL.
  const text = `Cannot find the row: its identity has ${columns.length} columns and ${values.length} values`;
  throw new DriverError("InvalidRequest", text);
}

/**
 * The condition that a row's key fulfils.
 *
 * @param columns Those of the table, as far as they say how they are compared.
 */
export function sameRow(key: RowKey, dialect: Dialect, columns: readonly TableColumn[] = []): Sql {
  const parts = key.columns.map((column, i) => sameValue(column, key.values[i]!, dialect, columns));
  return join(parts, " AND ");
}

function sameValue(
  column: string,
  own: Value,
  { same, sameTagged }: Dialect,
  columns: readonly TableColumn[],
): Sql {
  const known = columns.find((one) => one.name === column);
  const left = inForm(known?.identified ?? known?.compared, name(column));
  if (isNull(own)) return sql`${left} IS NULL`;
  const tagged = typeof own === "object" && own !== null && "type" in own ? sameTagged[own.type] : undefined;
  return fill(tagged ?? same, { column: () => left, value: () => value(own) });
}
