/**
 * Keys, constraints and indexes.
 *
 * @module
 */
import type { ConstraintKind } from "@fluxwire/sdk";
import { type Catalog, sql } from "@fluxwire/sql";
import { type DuckRelation, own, type Read, schemaOf } from "./place.ts";

const KINDS: Readonly<Record<string, ConstraintKind>> = { CHECK: "Check", UNIQUE: "Unique" };

/** The readers of what belongs to tables. */
export function constraintReaders(
  read: Read,
): Pick<Catalog<DuckRelation>, "foreignKeys" | "indexes" | "constraints"> {
  return {
    async foreignKeys({ database, schema, table }, context) {
      const rows = await read(
        sql`SELECT constraint_name, table_name, constraint_column_names, schema_name, referenced_table,
            referenced_column_names FROM system.main.duckdb_constraints()
          WHERE constraint_type = 'FOREIGN KEY' AND database_name = ${own(database)}
            AND schema_name = ${schemaOf(schema)} AND (${table} IS NULL OR table_name = ${table ?? ""})
          ORDER BY table_name, constraint_name`,
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
    async indexes({ database, schema, table }, context) {
      const place = sql`database_name = ${own(database)} AND schema_name = ${schemaOf(schema)}
        AND (${table} IS NULL OR table_name = ${table ?? ""})`;
      const rows = await read(
        sql`SELECT index_name, table_name, expressions::VARCHAR[], is_unique, false FROM system.main.duckdb_indexes() WHERE ${place}
          UNION ALL SELECT constraint_name, table_name, constraint_column_names, true, constraint_type = 'PRIMARY KEY'
          FROM system.main.duckdb_constraints() WHERE constraint_type IN ('PRIMARY KEY', 'UNIQUE') AND ${place}
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
    async constraints({ database, schema, name }, context) {
      const rows = await read(
        sql`SELECT constraint_name, constraint_type, constraint_column_names, expression FROM system.main.duckdb_constraints()
          WHERE constraint_type IN ('CHECK', 'UNIQUE') AND database_name = ${database} AND schema_name = ${schema}
            AND table_name = ${name} ORDER BY constraint_name`,
        context,
      );
      return rows.map(([constraint, kind, columns, expression]) => ({
        name: String(constraint),
        kind: KINDS[String(kind)]!,
        columns: columns as string[],
        checkClause: expression === null ? null : String(expression),
      }));
    },
  };
}

/** A column of an index is written as a name in an expression. */
function unquoted(expression: string): string {
  const match = /^'?"((?:[^"]|"")*)"'?$/.exec(expression);
  return match === null ? expression : match[1]!.replaceAll('""', '"');
}
