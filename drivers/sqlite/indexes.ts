/**
 * The indexes of a schema.
 *
 * @module
 */
import type { Context, SchemaIndexInfo } from "@fluxwire/sdk";
import type { Database } from "./database.ts";
import { flag, text } from "./rows.ts";

/** One row for each column of each index, with its origin: `c`reated, `u`nique, `pk`. */
const INDEXES = `
  SELECT t.name, i.name, i."unique", i.origin, c.name
  FROM pragma_table_list t, pragma_index_list(t.name, ?1) i, pragma_index_info(i.name, ?1) c
  WHERE t.schema = ?1 AND t.type = 'table' AND t.name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
    AND (?2 IS NULL OR t.name = ?2 COLLATE NOCASE)
  ORDER BY t.name, i.seq, c.seqno`;

/** An index, and whether it comes from a UNIQUE constraint. */
export interface TableIndex extends SchemaIndexInfo {
  /** Whether it comes from a UNIQUE constraint. */
  isConstraint: boolean;
}

/**
 * The indexes, including those of constraints. An indexed expression is named `(expression)`.
 *
 * @param table Only the indexes of this table; null for all.
 */
export async function loadIndexes(
  database: Database,
  { schema, table }: { schema: string; table: string | null },
  context: Pick<Context, "signal">,
): Promise<TableIndex[]> {
  const { rows } = await database.read(INDEXES, [schema, table], context);
  const indexes = new Map<string, TableIndex>();
  for (const [tableName, name, isUnique, origin, column] of rows) {
    const index = indexes.get(String(name)) ?? {
      name: String(name),
      tableName: String(tableName),
      columns: [],
      isUnique: flag(isUnique),
      isPrimary: origin === "pk",
      isConstraint: origin === "u",
    };
    index.columns.push(text(column) ?? "(expression)");
    indexes.set(index.name, index);
  }
  return [...indexes.values()];
}
