/**
 * Where tables are, and how the catalog is asked for them.
 *
 * @module
 */
import type { Cell, Context } from "@fluxwire/sdk";
import { raw, type Relation, render, type Run, type Sql, sql } from "@fluxwire/sql";
import { DIALECT } from "./dialect.ts";

/** A table or view of DuckDB. */
export interface DuckRelation extends Relation {
  /** Its database. */
  readonly database: string;
  /** Its schema. */
  readonly schema: string;
}

/** Runs a statement on the catalog and returns its rows. */
export type Read = (statement: Sql, context: Context) => Promise<Cell[][]>;

/** The active database. */
export const ACTIVE: Sql = raw("system.main.current_database()");

/** Reads the catalog by the runner of a session. */
export function catalogRead(run: Run): Read {
  return async (statement, context) => {
    const rendered = render(statement, DIALECT);
    const { rows } = await run({ ...rendered, purpose: "read", database: null, limit: null, offset: 0 }, context);
    return rows as Cell[][];
  };
}

/** A database; the active one for null. */
export function own(database: string | null | undefined): Sql {
  return database ? sql`${database}` : ACTIVE;
}

/** A schema; the current one for null. */
export function schemaOf(schema: string | null | undefined): Sql {
  return schema ? sql`${schema}` : raw("system.main.current_schema()");
}
