/**
 * Reads the database's catalog. The databases of SQLite are also its schemas.
 *
 * A view of a file's owner that is called as a pragma's function hides that function, but not in `temp`: such a name would
 * show other tables, or hang every request.
 *
 * @module
 */
import type { ConstraintInfo } from "@fluxwire/sdk";
import {
  type Catalog,
  type CatalogQueries,
  type CatalogRead,
  queriedCatalog,
  raw,
  type Scope,
  sql,
} from "@fluxwire/sql";
import { checkClauses } from "./check_clauses.ts";
import { definition } from "./definitions.ts";
import { MAIN } from "./dialect.ts";

/** The databases, the opened file first; `temp` only if it is not empty. */
const DATABASES = raw(`(SELECT seq, name FROM temp.pragma_database_list
  WHERE name <> 'temp' OR (SELECT count(*) FROM temp.sqlite_schema) > 0)`);

/** The objects that users created, without SQLite's own tables and the shadow tables of virtual ones. */
const IS_OF_USERS = raw("t.type IN ('table', 'virtual', 'view') AND t.name NOT LIKE 'sqlite\\_%' ESCAPE '\\'");

const QUERIES: CatalogQueries = {
  relation: ({ schema, name }) =>
    sql`SELECT schema, name, type = 'view', type = 'virtual' FROM temp.pragma_table_list(${name})
      WHERE schema = ${schema || MAIN} COLLATE NOCASE`,
  placeOf: ({ schema }) => schema ? "" : `in ${MAIN}`,
  // A virtual table returns no row of a change, and of a new row what was sent, not what it stores.
  toRelation: (found, [isVirtual]) => ({
    ...found,
    database: null,
    ...isVirtual === 1n ? { lastAdded: raw("rowid = last_insert_rowid()") } : {},
  }),
  // Without the hidden columns of virtual tables; 2 and 3 are virtual and stored generated columns. The column of an
  // INTEGER PRIMARY KEY is the row's number and never null; other keys of SQLite may be null.
  // A collation makes different texts equal: those of a primary key are not, and its index is of use.
  columns: ({ name, schema }) =>
    sql`SELECT name, type, "notnull" <> 1 AND NOT (pk <> 0 AND upper(type) = 'INTEGER' AND keys = 1), pk <> 0,
        dflt_value, hidden = 0, NULL, NULL, NULL, CASE pk WHEN 0 THEN '{column} COLLATE BINARY' END
      FROM (SELECT *, count(nullif(pk, 0)) OVER () AS keys FROM temp.pragma_table_xinfo(${name}, ${schema}))
      WHERE hidden <> 1 ORDER BY cid`,
  // SQLite does not report the names of foreign keys. One without column names refers to the other table's primary key.
  foreignKeys: ({ schema, table }) =>
    sql`SELECT 'fk_' || t.name || '_' || f.id, t.name, json_group_array(f."from" ORDER BY f.seq), NULL, f."table",
        json_group_array(coalesce(f."to",
          (SELECT name FROM temp.pragma_table_info(f."table", t.schema) WHERE pk = f.seq + 1), '') ORDER BY f.seq),
        f.on_delete, f.on_update
      FROM temp.pragma_table_list t, temp.pragma_foreign_key_list(t.name, t.schema) f
      WHERE ${isIn({ schema, table })} GROUP BY t.name, f.id ORDER BY t.name, f.id`,
  indexes: ({ schema, table }) =>
    sql`SELECT i.name, t.name, (SELECT json_group_array(coalesce(c.name, '(expression)') ORDER BY c.seqno)
          FROM temp.pragma_index_info(i.name, t.schema) c), i."unique", i.origin = 'pk'
      FROM temp.pragma_table_list t, temp.pragma_index_list(t.name, t.schema) i
      WHERE ${isIn({ schema, table })} AND ${IS_OF_USERS} ORDER BY t.name, i.seq`,
  constraints: ({ name, schema }) =>
    sql`SELECT i.name, 'Unique', (SELECT json_group_array(c.name ORDER BY c.seqno)
          FROM temp.pragma_index_info(i.name, ${schema}) c), NULL
      FROM temp.pragma_index_list(${name}, ${schema}) i WHERE i.origin = 'u' ORDER BY i.seq`,
  schemas: (database) =>
    sql`SELECT d.name, t.name, t.type = 'view' FROM ${DATABASES} d
      LEFT JOIN temp.pragma_table_list t ON t.schema = d.name AND ${IS_OF_USERS}
      WHERE d.name = coalesce(${database}, d.name) ORDER BY d.seq, t.name`,
  databases: () => sql`SELECT name, name = ${MAIN} FROM ${DATABASES} ORDER BY seq`,
};

/** The reader of a session's catalog. */
export function catalogOf(read: CatalogRead): Catalog {
  const queried = queriedCatalog(read, QUERIES);
  return {
    ...queried,
    /** SQLite keeps CHECK constraints as text alone: those without a name are named `check_` with table and number. */
    async constraints(relation, context) {
      const [text = ""] = await definition(read, { relation, context });
      const checks = checkClauses(text).map(({ name, condition }, i): ConstraintInfo => {
        return { name: name ?? `check_${relation.name}_${i + 1}`, kind: "Check", columns: [], checkClause: condition };
      });
      return [...await queried.constraints(relation, context), ...checks];
    },
  };
}

/** The tables `t` that belong to a scope. */
function isIn({ schema, table }: Pick<Scope, "schema" | "table">): ReturnType<typeof sql> {
  return sql`t.schema = ${schema || MAIN} AND t.type = 'table' AND t.name = coalesce(${table}, t.name) COLLATE NOCASE`;
}
