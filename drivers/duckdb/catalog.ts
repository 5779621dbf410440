/**
 * Reads DuckDB's catalog: schemas of all attached databases, tables, views, and what belongs to them.
 *
 * @module
 */
import { type Context, DriverError } from "@fluxwire/sdk";
import {
  type Catalog,
  type CatalogRead,
  name,
  raw,
  RelationMissing,
  type RelationRef,
  schemasOf,
  sql,
  type TableColumn,
} from "@fluxwire/sql";
import { constraintReaders } from "./constraints.ts";
import { ACTIVE, type DuckRelation, isIn, own } from "./place.ts";

/** The schemas in which DuckDB looks for a name, in order; the first one of its list is that of temporary tables. */
const SEARCH_PATH = raw("system.main.list_slice(system.main.current_schemas(true), 2, 1000)");

const RELATIONS = raw(
  `(SELECT database_name, schema_name, table_name, false AS is_view FROM system.main.duckdb_tables() WHERE NOT internal
    UNION ALL SELECT database_name, schema_name, view_name, true FROM system.main.duckdb_views() WHERE NOT internal)`,
);

/** The catalog of a session. */
export function duckCatalog(read: CatalogRead): Catalog<DuckRelation> {
  return {
    ...constraintReaders(read),
    relation: (ref, context) => findRelation(read, ref, context),
    columns: (relation, context) => readColumns(read, relation, context),
    async databases(context) {
      const rows = await read(
        sql`SELECT database_name, database_name = ${ACTIVE} FROM system.main.duckdb_databases() WHERE NOT internal ORDER BY 1`,
        context,
      );
      return rows.map(([own, isCurrent]) => ({ name: String(own), isCurrent: isCurrent === true }));
    },
    async schemas(database, context) {
      const rows = await read(
        sql`SELECT s.schema_name, r.table_name, r.is_view FROM system.main.duckdb_schemas() s
          LEFT JOIN ${RELATIONS} r USING (database_name, schema_name)
          WHERE s.database_name = ${own(database)} AND (NOT s.internal OR s.schema_name = 'main')
          ORDER BY s.schema_name <> 'main', s.schema_name, r.table_name`,
        context,
      );
      if (rows.length === 0) throw new DriverError("Driver", `No database ${database}; ATTACH opens one`);
      return schemasOf(rows);
    },
    async types(scope, context) {
      const rows = await read(
        sql`SELECT type_name, labels FROM system.main.duckdb_types() WHERE NOT internal AND ${isIn(scope)} ORDER BY 1`,
        context,
      );
      return rows.map(([type, labels]) => {
        const kind = labels === null ? "Domain" : "Enum";
        return {
          name: String(type),
          schema: scope.schema,
          kind,
          enumValues: labels as string[] | null,
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
async function findRelation(read: CatalogRead, ref: RelationRef, context: Context): Promise<DuckRelation> {
  const { database, schema, name: wanted, forWrite = false } = ref;
  const place = schema
    ? sql`(schema_name = ${schema} OR ${!forWrite} AND database_name = ${schema} AND schema_name = 'main' AND NOT exists (
        SELECT 1 FROM system.main.duckdb_schemas() s WHERE s.schema_name = ${schema} AND s.database_name = ${
      own(database)
    }))`
    : sql`system.main.list_contains(${SEARCH_PATH}, schema_name)`;
  const [row] = await read(
    sql`SELECT database_name, schema_name, table_name, is_view FROM ${RELATIONS}
      WHERE system.main.lower(table_name) = system.main.lower(${wanted}) AND ${place}
        AND (database_name = ${own(database)} OR database_name = 'temp')
      ORDER BY database_name = 'temp' DESC, system.main.list_position(${SEARCH_PATH}, schema_name) LIMIT 1`,
    context,
  );
  if (row === undefined) throw new RelationMissing(ref);
  const [inDatabase, inSchema, found] = row.map(String) as [string, string, string];
  const relation = { database: inDatabase, schema: inSchema, name: found };
  return { ...relation, isView: row[3] === true, sql: name(inDatabase, inSchema, found) };
}

async function readColumns(read: CatalogRead, relation: DuckRelation, context: Context): Promise<TableColumn[]> {
  const { database, schema, name: table } = relation;
  const rows = await read(
    sql`SELECT c.column_name, c.data_type, c.is_nullable, c.column_default, c.comment,
        coalesce(system.main.list_contains(k.constraint_column_names, c.column_name), false), t.sql
      FROM system.main.duckdb_columns() c
      LEFT JOIN system.main.duckdb_tables() t USING (table_oid, database_name)
      LEFT JOIN system.main.duckdb_constraints() k ON k.table_oid = c.table_oid AND k.database_name = c.database_name
        AND k.constraint_type = 'PRIMARY KEY'
      WHERE c.database_name = ${database} AND c.schema_name = ${schema} AND c.table_name = ${table}
      ORDER BY c.column_index`,
    context,
  );
  return rows.map(([column, type, isNullable, preset, comment, isKey, definition]): TableColumn => {
    const typeName = String(type);
    const isDefined = (rest: string): boolean => hasColumn(String(definition), String(column), typeName + rest);
    const isGenerated = isDefined(" GENERATED ALWAYS AS(");
    return {
      name: String(column),
      typeName,
      nullable: isNullable === true,
      isPrimaryKey: isKey === true,
      defaultValue: preset === null ? null : isGenerated ? `GENERATED ALWAYS AS (${preset})` : String(preset),
      enumValues: enumLabels(typeName),
      isWritable: !isGenerated,
      comment: comment as string | null,
      // One month equals 30 days, and a collation makes different texts equal.
      ...typeName === "INTERVAL" ? { identified: "{column}::VARCHAR" } : {},
      ...isDefined(" COLLATE ") ? { identified: "{column}::VARCHAR COLLATE C" } : {},
    };
  });
}

/** Whether a table's definition, the only place that says it, has a column that goes on so. Its texts are not looked at. */
function hasColumn(definition: string, column: string, rest: string): boolean {
  const bare = definition.replaceAll(/"(?:[^"]|"")*"|'(?:[^']|'')*'/g, (found) => found.startsWith('"') ? found : "''");
  const names = [column, `"${column.replaceAll('"', '""')}"`];
  return names.some((name) => bare.includes(`(${name} ${rest}`) || bare.includes(`, ${name} ${rest}`));
}

/** The values of an enumeration, from its type: `ENUM('a', 'it''s')`. */
function enumLabels(type: string): string[] | null {
  if (!type.startsWith("ENUM(") || !type.endsWith(")")) return null;
  return [...type.matchAll(/'((?:[^']|'')*)'/g)].map(([, label]) => label!.replaceAll("''", "'"));
}
