/**
 * Where tables are: databases that are attached, and their schemas.
 *
 * @module
 */
import { raw, type Relation, type Scope, type Sql, sql } from "@fluxwire/sql";

/** A table or view of DuckDB. */
export interface DuckRelation extends Relation {
  readonly database: string;
  readonly schema: string;
}

/** The active database. */
export const ACTIVE: Sql = raw("system.main.current_database()");

/** A database; the active one for null. */
export function own(database: string | null | undefined): Sql {
  return database ? sql`${database}` : ACTIVE;
}

/** Whether a row of the catalog is in a database and schema, and of a table: the active and current one, and all, for null. */
export function isIn({ database, schema, table }: Scope): Sql {
  const place = schema ? sql`${schema}` : raw("system.main.current_schema()");
  const all = sql`database_name = ${own(database)} AND schema_name = ${place}`;
  return table === null ? all : sql`${all} AND table_name = ${table}`;
}
