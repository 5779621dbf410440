/**
 * Keys, constraints and indexes.
 *
 * @module
 */
import type { ConstraintInfo, ConstraintKind, SchemaForeignKeyInfo, SchemaIndexInfo } from "@fluxwire/sdk";
import { raw, type Scope, type Sql, sql } from "@fluxwire/sql";
import type { PgRelation } from "./relation.ts";
import { DEFAULT_SCHEMA } from "./schema.ts";
import type { ServerConnection } from "./server_connection.ts";

const KINDS: Readonly<Record<string, ConstraintKind>> = { c: "Check", u: "Unique", x: "Exclusion" };

const ACTIONS: Readonly<Record<string, string>> = {
  a: "NO ACTION",
  r: "RESTRICT",
  c: "CASCADE",
  n: "SET NULL",
  d: "SET DEFAULT",
};

/** The conditions that every row of a relation satisfies. */
export async function constraintsOf(
  connection: ServerConnection,
  { id }: PgRelation,
  signal: AbortSignal,
): Promise<ConstraintInfo[]> {
  const rows = await connection.rows(
    sql`SELECT c.conname, c.contype, ${columnNames("c.conrelid", "c.conkey")},
        CASE c.contype WHEN 'c' THEN pg_catalog.pg_get_expr(c.conbin, c.conrelid) END
      FROM pg_catalog.pg_constraint c
      WHERE c.conrelid = ${id} AND c.contype IN ('c', 'u', 'x') ORDER BY c.conname`,
    signal,
  );
  return rows.map(([name, kind, columns, checkClause]) => ({
    name: name!,
    kind: KINDS[kind!]!,
    columns: JSON.parse(columns!) as string[],
    checkClause,
  }));
}

/** The foreign keys of a schema, or of one table. */
export async function foreignKeys(
  connection: ServerConnection,
  scope: Scope,
  signal: AbortSignal,
): Promise<SchemaForeignKeyInfo[]> {
  const rows = await connection.rows(
    sql`SELECT c.conname, t.relname, ${columnNames("c.conrelid", "c.conkey")}, fn.nspname, f.relname,
        ${columnNames("c.confrelid", "c.confkey")}, c.confdeltype, c.confupdtype
      FROM pg_catalog.pg_constraint c
      JOIN pg_catalog.pg_class t ON t.oid = c.conrelid
      JOIN pg_catalog.pg_namespace n ON n.oid = t.relnamespace
      JOIN pg_catalog.pg_class f ON f.oid = c.confrelid
      JOIN pg_catalog.pg_namespace fn ON fn.oid = f.relnamespace
      WHERE c.contype = 'f' AND c.conparentid = 0 AND ${inScope(scope)} ORDER BY t.relname, c.conname`,
    signal,
  );
  return rows.map(([name, tableName, columns, referencedSchema, referencedTable, referenced, onDelete, onUpdate]) => ({
    name: name!,
    tableName: tableName!,
    columns: JSON.parse(columns!) as string[],
    referencedSchema,
    referencedTable: referencedTable!,
    referencedColumns: JSON.parse(referenced!) as string[],
    onDelete: ACTIONS[onDelete!],
    onUpdate: ACTIONS[onUpdate!],
  }));
}

/** The indexes of a schema, or of one table. A column may be an expression; included columns are left out. */
export async function indexes(
  connection: ServerConnection,
  scope: Scope,
  signal: AbortSignal,
): Promise<SchemaIndexInfo[]> {
  const rows = await connection.rows(
    sql`SELECT x.relname, t.relname, i.indisunique, i.indisprimary,
        (SELECT pg_catalog.json_agg(coalesce(a.attname, pg_catalog.pg_get_indexdef(i.indexrelid, k, true)) ORDER BY k)
          FROM pg_catalog.generate_series(1, i.indnkeyatts) k
          LEFT JOIN pg_catalog.pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = i.indkey[k - 1] AND a.attnum > 0)
      FROM pg_catalog.pg_index i
      JOIN pg_catalog.pg_class x ON x.oid = i.indexrelid
      JOIN pg_catalog.pg_class t ON t.oid = i.indrelid
      JOIN pg_catalog.pg_namespace n ON n.oid = t.relnamespace
      WHERE ${inScope(scope)} ORDER BY t.relname, x.relname`,
    signal,
  );
  return rows.map(([name, tableName, isUnique, isPrimary, columns]) => ({
    name: name!,
    tableName: tableName!,
    columns: JSON.parse(columns!) as string[],
    isUnique: isUnique === "t",
    isPrimary: isPrimary === "t",
  }));
}

/** The names of a list of a table's columns, as a JSON array; expressions have none. */
function columnNames(table: string, numbers: string): Sql {
  return raw(`(SELECT coalesce(pg_catalog.json_agg(a.attname ORDER BY k.place), '[]')
      FROM pg_catalog.unnest(${numbers}) WITH ORDINALITY k (number, place)
      JOIN pg_catalog.pg_attribute a ON a.attrelid = ${table} AND a.attnum = k.number)`);
}

/** The tables `t` in schemas `n` that belong to a scope. */
function inScope({ schema, table }: Scope): Sql {
  return sql`n.nspname = ${
    schema ?? DEFAULT_SCHEMA
  }::text AND coalesce(t.relname = ${table}::text, ${table}::text IS NULL)`;
}
