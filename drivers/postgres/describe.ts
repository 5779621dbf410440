/**
 * The columns of a table as a result.
 *
 * @module
 */
import type { QueryResult } from "@fluxwire/sdk";
import { DEFAULT } from "./columns.ts";
import type { Relation } from "./relation.ts";
import { runSql } from "./result.ts";
import type { ServerConnection } from "./server_connection.ts";
import { sql } from "./sql.ts";

/** One row for each column: name, type, nullability, default, whether it is in the key, comment. */
export async function describe(
  connection: ServerConnection,
  { id }: Relation,
  signal: AbortSignal,
): Promise<QueryResult> {
  const statement = sql`SELECT a.attname AS "column", pg_catalog.format_type(a.atttypid, a.atttypmod) AS "type",
      NOT a.attnotnull AS "nullable", ${DEFAULT} AS "default", coalesce(a.attnum = ANY (k.conkey), false) AS "primary key",
      pg_catalog.col_description(a.attrelid, a.attnum) AS "comment"
    FROM pg_catalog.pg_attribute a
    LEFT JOIN pg_catalog.pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
    LEFT JOIN pg_catalog.pg_constraint k ON k.conrelid = a.attrelid AND k.contype = 'p'
    WHERE a.attrelid = ${id} AND a.attnum > 0 AND NOT a.attisdropped ORDER BY a.attnum`;
  return await runSql(connection, statement, signal);
}
