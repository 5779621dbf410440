/**
 * DuckDB's SQL: what differs from standard SQL, and the statements that read its catalog.
 *
 * A macro of the database's owner stands before a function of DuckDB's with its name, and before operators that are
 * functions, such as LIKE. So every function is called by its full name; comparisons are not functions.
 *
 * @module
 */
import { dialect, name, raw, sql, STANDARD_OPERATORS } from "@fluxwire/sql";
import type { CatalogQueries, Dialect, Relation, Scope, Sql } from "@fluxwire/sql";

/** The elements of a path as one JSON pointer. */
const POINTER = "system.main.list_reduce(system.main.list_transform({steps}, lambda step: " +
  "system.main.concat('/', system.main.replace(system.main.replace(step, '~', '~0'), '/', '~1'))), " +
  "lambda path, step: system.main.concat(path, step))";

/** DuckDB's dialect. */
export const DIALECT: Dialect = dialect({
  name: "DuckDB",
  placeholder: "${n}",
  operators: {
    ...STANDARD_OPERATORS,
    Like: `system.main."~~"({column}::VARCHAR, {value})`,
    ILike: `system.main."~~*"({column}::VARCHAR, {value})`,
    Regex: "system.main.regexp_matches({column}::VARCHAR, {value})",
    Contains: "system.main.list_has_all({column}, {list})",
    ContainsAll: "system.main.list_has_all({column}, {list})",
    ContainsAny: "system.main.list_has_any({column}, {list})",
    Overlap: "system.main.list_has_any({column}, {list})",
    Size: "system.main.len({column}) = {value}",
  },
  path: `system.main.json_extract_string({column}, ${POINTER})`,
  defaultSchema: "main",
  explain: "EXPLAIN (FORMAT text) ",
  count: "system.main.count_star()",
  aggregates: "system.main.",
  queriesOnlyRead: true,
  literals: { bytes: "system.main.unhex('{hex}')" },
  savepoints: false,
});

/** A table or view of DuckDB. */
export interface DuckRelation extends Relation {
  readonly database: string;
  readonly schema: string;
}

const ACTIVE: Sql = raw("system.main.current_database()");

/** The schemas in which DuckDB looks for a name, in order; the first one of its list is that of temporary tables. */
const SEARCH_PATH = raw("system.main.list_slice(system.main.current_schemas(true), 2, 1000)");

const RELATIONS = raw(
  `(SELECT database_name, schema_name, table_name, false AS is_view FROM system.main.duckdb_tables() WHERE NOT internal
    UNION ALL SELECT database_name, schema_name, view_name, true FROM system.main.duckdb_views() WHERE NOT internal)`,
);

/** Finds INTERVAL in the text of a type, but not in a name in it. */
const INTERVAL = raw(String.raw`'(^|[ (,])INTERVAL($|[\[),])'`);

/** A column with texts in the place of its intervals. DuckDB moves a bare cast to the other side, and compares intervals. */
const WITHOUT_INTERVAL = sql`system.main.concat('coalesce({column}::', system.main.regexp_replace(
    system.main.regexp_replace(c.data_type, ${INTERVAL}, '\\1VARCHAR\\2', 'g'), '\\[\\d+\\]$', '[]'), ', NULL)')`;

/** The statements that read the catalog. */
export const QUERIES: CatalogQueries<DuckRelation> = {
  // Without a schema, the first one on the search path. The real host sends the active database as the schema of a table
  // without one (PROTOCOL.md#what-the-real-client-sends): it counts as none if no schema has that name. With
  // a schema, a temporary table comes last: the list of a database's tables has none.
  relation({ database, schema, name: wanted, forWrite = false }) {
    const place = schema
      ? sql`(schema_name = ${schema} OR ${!forWrite} AND database_name = ${schema} AND schema_name = 'main' AND NOT exists (
          SELECT 1 FROM system.main.duckdb_schemas() s
          WHERE s.schema_name = ${schema} AND s.database_name = ${own(database)}))`
      : sql`system.main.list_contains(${SEARCH_PATH}, schema_name)`;
    return sql`SELECT schema_name, table_name, is_view, database_name FROM ${RELATIONS}
      WHERE system.main.lower(table_name) = system.main.lower(${wanted}) AND ${place}
        AND (database_name = ${own(database)} OR database_name = 'temp')
      ORDER BY (database_name = 'temp') = ${!schema} DESC, system.main.list_position(${SEARCH_PATH}, schema_name) LIMIT 1`;
  },
  toRelation({ schema, ...found }, [inDatabase]) {
    const place = { database: String(inDatabase), schema: schema! };
    return { ...found, ...place, sql: name(place.database, place.schema, found.name) };
  },
  // The definition of a table alone says of a column that it is generated, or has a collation. One month equals 30 days,
  // and a collation makes different texts equal.
  columns: ({ database, schema, name: table }) =>
    sql`SELECT c.column_name, c.data_type, c.is_nullable,
        coalesce(system.main.list_contains(k.constraint_column_names, c.column_name), false),
        CASE WHEN d.generated THEN system.main.concat('GENERATED ALWAYS AS (', c.column_default, ')')
          ELSE c.column_default END,
        NOT d.generated, c.comment,
        CASE WHEN system.main.regexp_full_match(c.data_type, 'ENUM\\((.|\\n)*\\)') THEN system.main.list_transform(
          system.main.regexp_extract_all(c.data_type, '''((?:[^'']|'''')*)''', 1),
          lambda label: system.main.replace(label, '''''', '''')) END,
        NULL,
        CASE WHEN system.main.regexp_matches(c.data_type, ${INTERVAL}) THEN ${WITHOUT_INTERVAL}
          WHEN d.collated THEN '{column}::VARCHAR COLLATE C' END
      FROM system.main.duckdb_columns() c
      LEFT JOIN system.main.duckdb_tables() t USING (table_oid, database_name)
      LEFT JOIN system.main.duckdb_constraints() k ON k.table_oid = c.table_oid AND k.database_name = c.database_name
        AND k.constraint_type = 'PRIMARY KEY',
      LATERAL (SELECT ${hasColumn(" GENERATED ALWAYS AS(")} AS generated, ${hasColumn(" COLLATE ")}
        OR c.data_type = 'VARCHAR' AND system.main.current_setting('default_collation') <> '' AS collated) d
      WHERE c.database_name = ${database} AND c.schema_name = ${schema} AND c.table_name = ${table}
      ORDER BY c.column_index`,
  foreignKeys: (scope) =>
    sql`SELECT constraint_name, table_name, constraint_column_names, schema_name, referenced_table,
        referenced_column_names, 'NO ACTION', 'NO ACTION' FROM system.main.duckdb_constraints()
      WHERE constraint_type = 'FOREIGN KEY' AND ${isIn(scope)} ORDER BY table_name, constraint_name`,
  // A column of an index is written as a name in an expression.
  indexes: (scope) =>
    sql`SELECT index_name, table_name, system.main.list_transform(expressions::VARCHAR[], lambda one: CASE
          WHEN system.main.regexp_full_match(one, '''?"([^"]|"")*"''?')
          THEN system.main.replace(system.main.regexp_extract(one, '"(.*)"', 1), '""', '"') ELSE one END), is_unique, false
        FROM system.main.duckdb_indexes() WHERE ${isIn(scope)}
      UNION ALL SELECT constraint_name, table_name, constraint_column_names, true, constraint_type = 'PRIMARY KEY'
        FROM system.main.duckdb_constraints() WHERE constraint_type IN ('PRIMARY KEY', 'UNIQUE') AND ${isIn(scope)}
      ORDER BY 2, 1`,
  constraints: ({ database, schema, name: table }) =>
    sql`SELECT constraint_name, CASE constraint_type WHEN 'CHECK' THEN 'Check' ELSE 'Unique' END,
        constraint_column_names, expression FROM system.main.duckdb_constraints()
      WHERE constraint_type IN ('CHECK', 'UNIQUE') AND ${isIn({ database, schema, table })} ORDER BY constraint_name`,
  schemas: (database) =>
    sql`SELECT s.schema_name, r.table_name, r.is_view FROM system.main.duckdb_schemas() s
      LEFT JOIN ${RELATIONS} r USING (database_name, schema_name)
      WHERE s.database_name = ${own(database)} AND (NOT s.internal OR s.schema_name = 'main')
      ORDER BY s.schema_name <> 'main', s.schema_name, r.table_name`,
  databases: () =>
    sql`SELECT database_name, database_name = ${ACTIVE} FROM system.main.duckdb_databases()
      WHERE NOT internal ORDER BY 1`,
  types: (scope) =>
    sql`SELECT type_name, CASE WHEN labels IS NULL THEN 'Domain' ELSE 'Enum' END, labels
      FROM system.main.duckdb_types() WHERE NOT internal AND ${isIn(scope)} ORDER BY 1`,
};

/** A database; the active one for null. */
const own = (database: string | null | undefined): Sql => database ? sql`${database}` : ACTIVE;

/** Whether a row of the catalog is in a database and schema, and of a table: the active and current one, and all, for null. */
export function isIn({ database, schema, table }: Scope): Sql {
  const place = schema ? sql`${schema}` : raw("system.main.current_schema()");
  const all = sql`database_name = ${own(database)} AND schema_name = ${place}`;
  return table === null ? all : sql`${all} AND table_name = ${table}`;
}

/** Whether the definition of a table `t` has the column `c` with a rest behind its type. Texts in it are not looked at. */
function hasColumn(rest: string): Sql {
  const bare = (text: string): string =>
    `system.main.regexp_replace(${text}, '("(?:[^"]|"")*")|''(?:[^'']|'''')*''', '\\1', 'g')`;
  const quoted = `system.main.concat('"', system.main.replace(c.column_name, '"', '""'), '"')`;
  const found = ["c.column_name", quoted].flatMap((own) =>
    ["(", ", "].map((before) => {
      const column = `system.main.concat('${before}', ${own}, ' ', ${bare("c.data_type")}, '${rest}')`;
      return `system.main.contains(${bare("t.sql")}, ${column})`;
    })
  );
  return raw(`coalesce(${found.join(" OR ")}, false)`);
}
