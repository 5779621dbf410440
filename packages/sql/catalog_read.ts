/**
 * Reads a catalog by statements.
 *
 * @module
 */
import type { Cell, Context, DbSchemaInfo } from "@fluxwire/sdk";
import type { Dialect } from "./dialect.ts";
import { rowsOf } from "./rows.ts";
import type { Sql } from "./sql.ts";
import { type Run, Runner } from "./statement.ts";

/** Runs a statement on the catalog and returns its rows. */
export type CatalogRead = (statement: Sql, context: Context) => Promise<(readonly Cell[])[]>;

/** Reads the catalog by the runner of a session. */
export function catalogRead(run: Run, dialect: Dialect): CatalogRead {
  const runner = new Runner(run, dialect, null);
  return async (statement, context) => await rowsOf(await runner.run("read", statement, context));
}

/**
 * Schemas with their tables and views, from rows of a schema, a table or view of it or null, and whether that is a view.
 * Schemas and tables stay in the order of the rows.
 */
export function schemasOf(rows: readonly (readonly Cell[])[]): DbSchemaInfo[] {
  const schemas = new Map<string, DbSchemaInfo>();
  for (const [schemaName, table, isView] of rows) {
    const schema = String(schemaName);
    const place = schemas.get(schema) ?? { name: schema, tables: [], views: [], customTypes: null };
    schemas.set(schema, place);
    if (table !== null) (isView === true ? place.views : place.tables).push({ name: String(table), schema });
  }
  return [...schemas.values()];
}
