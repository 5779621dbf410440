/**
 * The contents of a server and its databases.
 *
 * @module
 */
import type {
  CustomTypeInfo,
  CustomTypeKind,
  DatabaseInfo,
  DbSchemaInfo,
  RelationalSchema,
  TableInfo,
} from "@fluxwire/sdk";
import { columnsOf } from "./columns.ts";
import { constraintsOf, foreignKeysOf } from "./constraints.ts";
import type { Relation } from "./relation.ts";
import type { ServerConnection } from "./server_connection.ts";
import { raw, type Sql, sql } from "./sql.ts";

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
export async function readSchema(connection: ServerConnection, signal: AbortSignal): Promise<RelationalSchema> {
  const databases = await listDatabases(connection, connection.database, signal);
  const schemas = new Map<string, DbSchemaInfo>();
  const names = sql`SELECT n.nspname FROM pg_catalog.pg_namespace n WHERE ${OF_USERS} ORDER BY n.nspname`;
  for (const [name] of await connection.rows(names, signal)) {
    schemas.set(name!, { name: name!, tables: [], views: [], customTypes: null });
  }
  for (const { schema, name, isView } of await relations(connection, signal)) {
    const place = schemas.get(schema);
    if (isView) place?.views.push({ name, schema });
    else place?.tables.push({ name, schema });
  }
  return { databases, currentDatabase: connection.database, schemas: [...schemas.values()], tables: [], views: [] };
}

/** All tables and views of a database in one list, each with its schema. */
export async function readDatabase(connection: ServerConnection, signal: AbortSignal): Promise<DbSchemaInfo> {
  const all = await relations(connection, signal);
  return {
    name: connection.database,
    tables: all.filter(({ isView }) => !isView).map(({ name, schema }) => ({ name, schema })),
    views: all.filter(({ isView }) => isView).map(({ name, schema }) => ({ name, schema })),
    customTypes: null,
  };
}

/** A relation with its columns, keys and constraints. */
export async function readTable(
  connection: ServerConnection,
  relation: Relation,
  signal: AbortSignal,
): Promise<TableInfo> {
  return {
    name: relation.name,
    schema: relation.schema,
    columns: await columnsOf(connection, relation, signal),
    foreignKeys: await foreignKeysOf(connection, relation, signal),
    constraints: await constraintsOf(connection, relation, signal),
  };
}

const TYPE_KINDS: Readonly<Record<string, CustomTypeKind>> = { e: "Enum", d: "Domain", c: "Composite" };

/** The enumerations, domains and composite types of a schema. */
export async function schemaTypes(
  connection: ServerConnection,
  schema: string,
  signal: AbortSignal,
): Promise<CustomTypeInfo[]> {
  const rows = await connection.rows(
    sql`SELECT t.typname, t.typtype,
        (SELECT pg_catalog.json_agg(e.enumlabel ORDER BY e.enumsortorder)
          FROM pg_catalog.pg_enum e WHERE e.enumtypid = t.oid),
        CASE t.typtype WHEN 'd' THEN pg_catalog.format_type(t.typbasetype, t.typtypmod) END
      FROM pg_catalog.pg_type t
      JOIN pg_catalog.pg_namespace n ON n.oid = t.typnamespace
      LEFT JOIN pg_catalog.pg_class c ON c.oid = t.typrelid
      WHERE n.nspname = ${schema} AND (t.typtype IN ('e', 'd') OR t.typtype = 'c' AND c.relkind = 'c')
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

async function relations(connection: ServerConnection, signal: AbortSignal): Promise<
  { schema: string; name: string; isView: boolean }[]
> {
  const statement: Sql = sql`SELECT n.nspname, c.relname, c.relkind IN ('v', 'm')
    FROM pg_catalog.pg_class c JOIN pg_catalog.pg_namespace n ON n.oid = c.relnamespace
    WHERE c.relkind IN ('r', 'p', 'f', 'v', 'm') AND ${OF_USERS} ORDER BY n.nspname, c.relname`;
  const rows = await connection.rows(statement, signal);
  return rows.map(([schema, name, isView]) => ({ schema: schema!, name: name!, isView: isView === "t" }));
}
