/**
 * Foreign keys of one table or of all.
 *
 * @module
 */
import type { Context, SchemaForeignKeyInfo, Value } from "@fluxwire/sdk";
import type { Database } from "./database.ts";
import { text } from "./rows.ts";

/** One row for each column of each key. A key without column names refers to the other table's primary key. */
const FOREIGN_KEYS = `
  SELECT t.name, f.id, f."from", f."table", f.on_delete, f.on_update,
    coalesce(f."to", (SELECT name FROM pragma_table_info(f."table", ?1) WHERE pk = f.seq + 1))
  FROM pragma_table_list t, pragma_foreign_key_list(t.name, ?1) f
  WHERE t.schema = ?1 AND t.type = 'table' AND (?2 IS NULL OR t.name = ?2 COLLATE NOCASE)
  ORDER BY t.name, f.id, f.seq`;

/**
 * The foreign keys of a schema.
 *
 * SQLite does not report their names: they are named `fk_` with the table and a number.
 *
 * @param table Only the keys of this table; null for all.
 */
export async function loadForeignKeys(
  database: Database,
  { schema, table }: { schema: string; table: string | null },
  context: Pick<Context, "signal">,
): Promise<SchemaForeignKeyInfo[]> {
  const { rows } = await database.read(FOREIGN_KEYS, [schema, table], context);
  const keys = new Map<string, SchemaForeignKeyInfo>();
  for (const row of rows) {
    const name = `fk_${row[0]}_${row[1]}`;
    const key = keys.get(name) ?? toForeignKey(name, row);
    key.columns.push(String(row[2]));
    key.referencedColumns.push(text(row[6]) ?? "");
    keys.set(name, key);
  }
  return [...keys.values()];
}

function toForeignKey(
  name: string,
  [tableName, , , referencedTable, onDelete, onUpdate]: Value[],
): SchemaForeignKeyInfo {
  return {
    name,
    tableName: String(tableName),
    columns: [],
    referencedTable: String(referencedTable),
    referencedColumns: [],
    onDelete: text(onDelete),
    onUpdate: text(onUpdate),
  };
}
