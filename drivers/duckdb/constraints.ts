/**
 * Keys, constraints and indexes.
 *
 * @module
 */
import { type Catalog, type CatalogRead, sql } from "@fluxwire/sql";
import { type DuckRelation, isIn } from "./place.ts";

/** The readers of what belongs to tables. */
export function constraintReaders(
  read: CatalogRead,
): Pick<Catalog<DuckRelation>, "foreignKeys" | "indexes" | "constraints"> {
  return {
    async foreignKeys(scope, context) {
      const rows = await read(
        sql`SELECT constraint_name, table_name, constraint_column_names, schema_name, referenced_table,
            referenced_column_names FROM system.main.duckdb_constraints()
          WHERE constraint_type = 'FOREIGN KEY' AND ${isIn(scope)} ORDER BY table_name, constraint_name`,
        context,
      );
      return rows.map(([key, tableName, columns, referencedSchema, referencedTable, referenced]) => ({
        name: String(key),
        tableName: String(tableName),
        columns: columns as string[],
        referencedSchema: String(referencedSchema),
        referencedTable: String(referencedTable),
        referencedColumns: referenced as string[],
        // DuckDB has no other action.
        onDelete: "NO ACTION",
        onUpdate: "NO ACTION",
      }));
    },
    async indexes(scope, context) {
      const rows = await read(
        sql`SELECT index_name, table_name, expressions::VARCHAR[], is_unique, false
          FROM system.main.duckdb_indexes() WHERE ${isIn(scope)}
          UNION ALL SELECT constraint_name, table_name, constraint_column_names, true, constraint_type = 'PRIMARY KEY'
          FROM system.main.duckdb_constraints() WHERE constraint_type IN ('PRIMARY KEY', 'UNIQUE') AND ${isIn(scope)}
          ORDER BY 2, 1`,
        context,
      );
      return rows.map(([index, tableName, columns, isUnique, isPrimary]) => ({
        name: String(index),
        tableName: String(tableName),
        columns: (columns as string[]).map(unquoted),
        isUnique: isUnique === true,
        isPrimary: isPrimary === true,
      }));
    },
    async constraints({ database, schema, name: table }, context) {
      const rows = await read(
        sql`SELECT constraint_name, constraint_type = 'CHECK', constraint_column_names, expression
          FROM system.main.duckdb_constraints()
          WHERE constraint_type IN ('CHECK', 'UNIQUE') AND ${
          isIn({ database, schema, table })
        } ORDER BY constraint_name`,
        context,
      );
      return rows.map(([constraint, isCheck, columns, expression]) => ({
        name: String(constraint),
        kind: isCheck === true ? "Check" : "Unique",
        columns: columns as string[],
        checkClause: expression as string | null,
      }));
    },
  };
}

/** A column of an index is written as a name in an expression. */
function unquoted(expression: string): string {
  const match = /^'?"((?:[^"]|"")*)"'?$/.exec(expression);
  return match === null ? expression : match[1]!.replaceAll('""', '"');
}
