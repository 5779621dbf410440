/**
 * Columns that are not compared as they are, because their type has no operator of the database's own.
 *
 * @module
 */
import type { Form } from "./dialect.ts";
import { fill } from "./form.ts";
import type { Sql } from "./sql.ts";

/** The forms of columns in comparisons, such as `{column}::text`, by name; others stand as they are. */
export type ComparedColumns = ReadonlyMap<string, Form>;

/** Every column stands as it is. */
export const PLAIN: ComparedColumns = new Map();

/** A column on the left of a comparison. */
export function inComparison(name: string, column: Sql, compared: ComparedColumns): Sql {
  const form = compared.get(name);
  return form === undefined ? column : fill(form, { column: () => column });
}
