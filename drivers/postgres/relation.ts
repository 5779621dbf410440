/**
 * Tables and views by name.
 *
 * @module
 */
import { DriverError, type TableRef } from "@fluxwire/sdk";
import type { ServerConnection } from "./server_connection.ts";
import { name, type Sql, sql } from "./sql.ts";

/** A table or view. */
export interface Relation {
  /** The server's id. */
  id: string;
  /** Its schema. */
  schema: string;
  /** Its name. */
  name: string;
  /** Whether it is a view, materialized or not. */
  isView: boolean;
  /** Schema and name, as a statement writes them. */
  sql: Sql;
}

/**
 * Finds a table or view; without a schema, it uses the search path, as statements do.
 *
 * The real host sends the active database as the schema of a table without one
 * (PROTOCOL.md#what-the-real-client-sends): a schema of that name without such a table is ignored.
 *
 * @throws {DriverError} `Driver` if it does not exist.
 */
export async function findRelation(
  connection: ServerConnection,
  { schema = null, name: wanted }: TableRef,
  signal: AbortSignal,
): Promise<Relation> {
  const rows = await connection.rows(
    sql`SELECT c.oid, n.nspname, c.relname, c.relkind IN ('v', 'm')
      FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relname = ${wanted} AND c.relkind IN ('r', 'p', 'f', 'v', 'm')
        AND (n.nspname = ${schema} OR pg_catalog.pg_table_is_visible(c.oid)
          AND coalesce(${schema}, pg_catalog.current_database()) = pg_catalog.current_database())
      ORDER BY n.nspname = ${schema} DESC NULLS LAST LIMIT 1`,
    signal,
  );
  const [row] = rows;
  if (row === undefined) {
    const path = schema === null ? wanted : `${schema}.${wanted}`;
    throw new DriverError("Driver", `No table or view ${path} in database ${connection.database}`);
  }
  return { id: row[0]!, schema: row[1]!, name: row[2]!, isView: row[3] === "t", sql: name(row[1]!, row[2]!) };
}
