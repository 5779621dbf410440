/**
 * Tables and views by name.
 *
 * @module
 */
import { name, raw, type Relation, RelationMissing, type RelationRef, type Sql, sql } from "@fluxwire/sql";
import type { ServerConnection } from "./server_connection.ts";
import { USERS_SCHEMAS } from "./settings.ts";

/** The kind of a table or view, as the catalog writes it. */
export type RelationKind = "r" | "p" | "f" | "v" | "m";

/** A table or view. */
export interface PgRelation extends Relation {
  /** The server's id. */
  readonly id: string;
  /** Its schema. */
  readonly schema: string;
  /** Its kind: table, partitioned table, foreign table, view, materialized view. */
  readonly kind: RelationKind;
}

const SEEN: Sql = raw(USERS_SCHEMAS);

/**
 * Finds a table or view; without a schema, in the user's search path, as statements do.
 *
 * The real host sends the active database as the schema of a table that it reads and that has none
 * (PROTOCOL.md#what-the-real-client-sends): it counts as none unless a schema has that name.
 *
 * @throws {RelationMissing} if it does not exist.
 */
export async function findRelation(
  connection: ServerConnection,
  ref: RelationRef,
  signal: AbortSignal,
): Promise<PgRelation> {
  const { schema = null, name: wanted, database = null, forWrite = false } = ref;
  const isFilled = sql`${schema}::text IS NULL OR ${forWrite ? "f" : "t"}::bool
    AND ${schema}::text = pg_catalog.current_database()
    AND NOT EXISTS (SELECT FROM pg_catalog.pg_namespace WHERE nspname = ${schema}::text)`;
  const [row] = await connection.rows(
    sql`SELECT c.oid, n.nspname, c.relname, c.relkind
      FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
      WHERE c.relname = ${wanted}::text AND c.relkind IN ('r', 'p', 'f', 'v', 'm')
        AND CASE WHEN ${isFilled} THEN n.nspname = ANY (${SEEN}) ELSE n.nspname = ${schema}::text END
      ORDER BY pg_catalog.array_position(${SEEN}, n.nspname) LIMIT 1`,
    signal,
  );
  if (row === undefined) throw new RelationMissing(ref, place(ref, connection.database));
  const [id, found, own, kind] = row as [string, string, string, RelationKind];
  const isView = kind === "v" || kind === "m";
  return { database, id, schema: found, name: own, kind, isView, sql: name(found, own) };
}

function place({ schema, forWrite }: RelationRef, database: string): string {
  const text = `in database ${database}`;
  return forWrite && schema === database ? `${text}, which has no schema of its own name` : text;
}
