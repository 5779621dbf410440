/**
 * Which row: the condition that its identity fulfils.
 *
 * @module
 */
import { DriverError, type RecordIdentity, type Value } from "@fluxwire/sdk";
import { type ComparedColumns, inComparison, PLAIN } from "./compared_columns.ts";
import type { Dialect } from "./dialect.ts";
import { fill } from "./form.ts";
import { join, name, type Sql, sql, value } from "./sql.ts";
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
 * @throws {DriverError} `InvalidRequest` for an identity without columns, or of another kind of database.
 */
export function keyOf(identity: RecordIdentity): RowKey {
  if (identity.type === "Composite" && identity.columns.length > 0) return sameLength(identity);
  const text = "Cannot find the row: its identity names no columns; the table needs a key";
  throw new DriverError("InvalidRequest", text);
}

/** The condition that a row's key fulfils. */
export function sameRow({ columns, values }: RowKey, dialect: Dialect, compared: ComparedColumns = PLAIN): Sql {
  return join(columns.map((column, i) => sameValue(column, values[i]!, dialect, compared)), " AND ");
}

function sameValue(column: string, own: Value, { same, sameTagged }: Dialect, compared: ComparedColumns): Sql {
  const left = inComparison(column, name(column), compared);
  if (isNull(own)) return sql`${left} IS NULL`;
  const tagged = typeof own === "object" && own !== null && "type" in own ? sameTagged[own.type] : undefined;
  return fill(tagged ?? same, { column: () => left, value: () => value(own) });
}

/** A list that is too short would find rows by NULL. */
function sameLength({ columns, values }: RowKey): RowKey {
  if (columns.length === values.length) return { columns, values };
  throw new DriverError(
    "InvalidRequest",
    `Cannot find the row: its identity has ${columns.length} columns and ${values.length} values`,
  );
}
