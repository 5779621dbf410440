/**
 * Reads a catalog by statements.
 *
 * @module
 */
import type { Cell, Context } from "@fluxwire/sdk";
import type { Dialect } from "./dialect.ts";
import type { Sql } from "./sql.ts";
import { rowsOf, type Run, Runner } from "./statement.ts";

/** A row of a catalog. */
export type CatalogRow = readonly Cell[];

/** Runs a statement on the catalog of a database, null for the active one, and returns its rows. */
export type CatalogRead = (
  statement: Sql,
  context: Context,
  database?: string | null,
) => Promise<readonly CatalogRow[]>;

/** Reads the catalog by the runner of a session, which receives the purpose `catalog`. */
export function catalogRead(run: Run, dialect: Dialect): CatalogRead {
  return async (statement, context, database = null) =>
    await rowsOf(await new Runner(run, dialect, database || null).run("catalog", statement, context));
}
