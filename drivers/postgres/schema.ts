/**
 * The contents of a server and its databases.
 *
 * @module
 */
import type { CustomTypeInfo, CustomTypeKind, DatabaseInfo, DbSchemaInfo } from "@fluxwire/sdk";
import { raw, type Scope, sql } from "@fluxwire/sql";
import type { ServerConnection } from "./server_connection.ts";

/** The schema of a request that names none. */
export const DEFAULT_SCHEMA = "public";

/** Schemas of users, without those of the server, of temporary tables, and of TOAST. */
const OF_USERS = raw(`n.nspname <> 'information_schema' AND n.nspname NOT LIKE 'pg\\_%'`);

/** The databases that can be connected to. */
export async function listDatabases(
  connection: ServerConnection,
  active: string,
  signal: AbortSignal,
): Promise<DatabaseInfo[]> {
  const rows = await connection.rows(
    sql`SELECT datname FROM pg_catalog.pg_database WHERE datallowconn AND NOT datistemplate ORDER BY datname`,
    signal,
  );
  return rows.map(([name]) => ({ name: name!, isCurrent: name === active }));
}

/** The schemas of a database with the names of their tables and views; the rest is requested when it is opened. */
export async function readSchemas(connection: ServerConnection, signal: AbortSignal): Promise<DbSchemaInfo[]> {
  const schemas = new Map<string, DbSchemaInfo>();
  const names = sql`SELECT n.nspname FROM pg_catalog.pg_namespace n WHERE ${OF_USERS} ORDER BY n.nspname`;
  for (const [name] of await connection.rows(names, signal)) {
    schemas.set(name!, { name: name!, tables: [], views: [], customTypes: null });
  }
  const relations = sql`SELECT n.nspname, c.relname, c.relkind IN ('v', 'm')
    FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p', 'f', 'v', 'm') AND ${OF_USERS} ORDER BY n.nspname, c.relname`;
  for (const [schema, name, isView] of await connection.rows(relations, signal)) {
    const { tables, views } = schemas.get(schema!) ?? { tables: [], views: [] };
    (isView === "t" ? views : tables).push({ name: name!, schema });
  }
  return [...schemas.values()];
}

const TYPE_KINDS: Readonly<Record<string, CustomTypeKind>> = { e: "Enum", d: "Domain", c: "Composite" };

/** The enumerations, domains and composite types of a schema. */
export async function schemaTypes(
  connection: ServerConnection,
  { schema: wanted }: Scope,
  signal: AbortSignal,
): Promise<CustomTypeInfo[]> {
  const schema = wanted ?? DEFAULT_SCHEMA;
  const rows = await connection.rows(
    sql`SELECT t.typname, t.typtype,
        (SELECT pg_catalog.json_agg(e.enumlabel ORDER BY e.enumsortorder)
          FROM pg_catalog.pg_enum e WHERE e.enumtypid = t.oid),
        CASE t.typtype WHEN 'd' THEN pg_catalog.format_type(t.typbasetype, t.typtypmod) END
      FROM pg_catalog.pg_type t
      JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
      LEFT JOIN pg_catalog.pg_class c ON c.oid = t.typrelid
      WHERE n.nspname = ${schema}::text AND (t.typtype IN ('e', 'd') OR t.typtype = 'c' AND c.relkind = 'c')
      ORDER BY t.typname`,
    signal,
  );
  return rows.map(([name, kind, labels, baseType]) => ({
    name: name!,
    schema,
    kind: TYPE_KINDS[kind!]!,
    enumValues: labels === null ? null : JSON.parse(labels!) as string[],
    baseType,
  }));
}
