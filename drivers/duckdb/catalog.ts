/**
 * Reads DuckDB's catalog: schemas of all attached databases, tables, views, and what belongs to them.
 *
 * @module
 */
import { type Context, type DatabaseInfo, type DbSchemaInfo, DriverError } from "@fluxwire/sdk";
import { type Catalog, name, RelationMissing, type RelationRef, sql, type TableColumn } from "@fluxwire/sql";
import { constraintReaders } from "./constraints.ts";
import { ACTIVE, type DuckRelation, own, type Read, schemaOf } from "./place.ts";

/** The catalog of a session. */
export function duckCatalog(read: Read): Catalog<DuckRelation> {
  return {
    ...constraintReaders(read),
    relation: (ref, context) => findRelation(read, ref, context),
    columns: (relation, context) => readColumns(read, relation, context),
    schemas: (database, context) => readSchemas(read, database, context),
    async databases(context): Promise<DatabaseInfo[]> {
      const rows = await read(
        sql`SELECT database_name, database_name = ${ACTIVE} FROM system.main.duckdb_databases() WHERE NOT internal ORDER BY 1`,
        context,
      );
      return rows.map(([own, isCurrent]) => ({ name: String(own), isCurrent: isCurrent === true }));
    },
    async types({ database, schema }, context) {
      const rows = await read(
        sql`SELECT type_name, labels FROM system.main.duckdb_types() WHERE NOT internal AND database_name = ${
          own(database)
        }
          AND schema_name = ${schemaOf(schema)} ORDER BY 1`,
        context,
      );
      return rows.map(([type, labels]) => {
        const enumValues = labels === null ? null : labels as string[];
        return {
          name: String(type),
          schema,
          kind: enumValues === null ? "Domain" : "Enum",
          enumValues,
          baseType: null,
        };
      });
    },
  };
}

/**
 * A table or view; without a schema, the first one on the search path. The real host sends the active database as the
 * schema of a table without one (PROTOCOL.md#what-the-real-client-sends): it counts as none if no schema has that name.
 */
async function findRelation(read: Read, ref: RelationRef, context: Context): Promise<DuckRelation> {
  const [row] = await read(
    sql`SELECT database_name, schema_name, table_name, is_view FROM (
        SELECT database_name, schema_name, table_name, false AS is_view FROM system.main.duckdb_tables()
        UNION ALL SELECT database_name, schema_name, view_name, true FROM system.main.duckdb_views())
      WHERE system.main.lower(table_name) = system.main.lower(${ref.name}) AND (database_name = ${
      own(ref.database)
    } OR database_name = 'temp')
        AND (schema_name = ${schemaOf(ref.schema)} OR ${
      ref.forWrite ? "" : ref.schema ?? ""
    } = database_name AND schema_name = 'main'
          AND NOT exists (SELECT 1 FROM system.main.duckdb_schemas() s
            WHERE s.schema_name = ${ref.schema ?? ""} AND s.database_name = ${own(ref.database)}))
      ORDER BY database_name = 'temp' DESC, table_name = ${ref.name} DESC LIMIT 1`,
    context,
  );
  if (row === undefined) throw new RelationMissing(ref);
  const [database, schema, found] = row.map(String) as [string, string, string];
  return { database, schema, name: found, isView: row[3] === true, sql: name(database, schema, found) };
}

async function readColumns(read: Read, relation: DuckRelation, context: Context): Promise<TableColumn[]> {
  const { database, schema, name: table } = relation;
  const rows = await read(
    sql`SELECT c.column_name, c.data_type, c.is_nullable, c.column_default, c.comment,
        coalesce(system.main.list_contains(k.constraint_column_names, c.column_name), false),
        t.sql
      FROM system.main.duckdb_columns() c
      LEFT JOIN system.main.duckdb_tables() t USING (table_oid, database_name)
      LEFT JOIN system.main.duckdb_constraints() k ON k.table_oid = c.table_oid AND k.database_name = c.database_name
        AND k.constraint_type = 'PRIMARY KEY'
      WHERE c.database_name = ${database} AND c.schema_name = ${schema} AND c.table_name = ${table}
      ORDER BY c.column_index`,
    context,
  );
  return rows.map(([column, type, isNullable, preset, comment, isKey, definition]) => ({
    name: String(column),
    typeName: String(type),
    nullable: isNullable === true,
    isPrimaryKey: isKey === true,
    defaultValue: preset === null ? null : String(preset),
    enumValues: enumLabels(String(type)),
    isWritable: !isGenerated(String(column), String(type), String(definition)),
    comment: comment === null ? null : String(comment),
  }));
}

/** Whether a column is generated, which the catalog says in the table's definition alone. */
function isGenerated(column: string, type: string, definition: string): boolean {
  const names = [column, `"${column.replaceAll('"', '""')}"`];
  return names.some((name) => definition.includes(`${name} ${type} GENERATED ALWAYS AS(`));
}

/** The values of an enumeration, from its type: `ENUM('a', 'it''s')`. */
function enumLabels(type: string): string[] | null {
  if (!type.startsWith("ENUM(")) return null;
  return [...type.matchAll(/'((?:[^']|'')*)'/g)].map(([, label]) => label!.replaceAll("''", "'"));
}

async function readSchemas(read: Read, database: string | null, context: Context): Promise<DbSchemaInfo[]> {
  const rows = await read(
    sql`SELECT s.schema_name, r.table_name, r.is_view FROM system.main.duckdb_schemas() s LEFT JOIN (
        SELECT database_name, schema_name, table_name, false AS is_view FROM system.main.duckdb_tables() WHERE NOT internal
        UNION ALL SELECT database_name, schema_name, view_name, true FROM system.main.duckdb_views() WHERE NOT internal) r
        USING (database_name, schema_name)
      WHERE s.database_name = ${own(database)} AND (NOT s.internal OR s.schema_name = 'main')
      ORDER BY s.schema_name <> 'main', s.schema_name, r.table_name`,
    context,
  );
  if (rows.length === 0) throw new DriverError("Driver", `No database ${database}; ATTACH opens one`);
  const schemas = new Map<string, DbSchemaInfo>();
  for (const [schemaName, table, isView] of rows) {
    const schema = String(schemaName);
    const place = schemas.get(schema) ?? { name: schema, tables: [], views: [], customTypes: null };
    schemas.set(schema, place);
    if (table !== null) (isView === true ? place.views : place.tables).push({ name: String(table), schema });
  }
  return [...schemas.values()];
}
