/**
 * What the columns of a table mean for its statements.
 *
 * @module
 */
import type { TableColumn } from "./catalog.ts";
import type { ComparedColumns } from "./compared_columns.ts";
import type { Form } from "./dialect.ts";
import { fill } from "./form.ts";
import { join, name, raw, type Sql, sql } from "./sql.ts";

/** How the columns are compared, where that is not by their names. */
export function comparedOf(columns: readonly TableColumn[]): ComparedColumns {
  const forms = columns.flatMap(({ name, compared }): [string, Form][] =>
    compared === undefined ? [] : [[name, compared]]
  );
  return new Map(forms);
}

/** How the columns are compared where a row is found by its identity. */
export function identifiedOf(columns: readonly TableColumn[]): ComparedColumns {
  return comparedOf(columns.map((column) => ({ ...column, compared: column.identified ?? column.compared })));
}

/** What is selected of the columns. */
export function shownOf(columns: readonly TableColumn[]): Sql {
  if (columns.every(({ shown }) => shown === undefined)) return raw("*");
  return join(
    columns.map((one) => {
      const column = name(one.name);
      return one.shown === undefined ? column : sql`${fill(one.shown, { column: () => column })} AS ${column}`;
    }),
    ", ",
  );
}

/** The columns of the primary key. */
export function keysOf(columns: readonly TableColumn[]): string[] {
  return columns.filter((column) => column.isPrimaryKey).map((column) => column.name);
}
