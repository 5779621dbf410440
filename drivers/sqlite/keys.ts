/**
 * Indexes, foreign keys and constraints.
 *
 * @module
 */
import type { ConstraintInfo, SchemaForeignKeyInfo, SchemaIndexInfo, Value } from "@fluxwire/sdk";
import type { Scope } from "@fluxwire/sql";
import { checkClauses } from "./check_clauses.ts";
import { textOf } from "./columns.ts";
import type { Cancellable, Database } from "./database.ts";
import { definitionOf } from "./definitions.ts";
import { MAIN } from "./dialect.ts";
import type { SqliteRelation } from "./relation.ts";

/** One row for each column of each index, with its origin: `c`reated, `u`nique, `pk`. */
const INDEXES = `
  SELECT t.name, i.name, i."unique", i.origin, c.name
  FROM pragma_table_list t, pragma_index_list(t.name, ?1) i, pragma_index_info(i.name, ?1) c
  WHERE t.schema = ?1 AND t.type = 'table' AND t.name NOT LIKE 'sqlite\\_%' ESCAPE '\\'
    AND (?2 IS NULL OR t.name = ?2 COLLATE NOCASE)
  ORDER BY t.name, i.seq, c.seqno`;

/** One row for each column of each key. A key without column names refers to the other table's primary key. */
const FOREIGN_KEYS = `
  SELECT t.name, f.id, f."from", f."table", f.on_delete, f.on_update,
    coalesce(f."to", (SELECT name FROM pragma_table_info(f."table", ?1) WHERE pk = f.seq + 1))
  FROM pragma_table_list t, pragma_foreign_key_list(t.name, ?1) f
  WHERE t.schema = ?1 AND t.type = 'table' AND (?2 IS NULL OR t.name = ?2 COLLATE NOCASE)
  ORDER BY t.name, f.id, f.seq`;

/** An index, and whether it comes from a UNIQUE constraint. */
interface TableIndex {
  index: SchemaIndexInfo;
  isConstraint: boolean;
}

/** The indexes, including those of constraints. An indexed expression is named `(expression)`. */
export async function indexesOf(database: Database, scope: Scope, context: Cancellable): Promise<SchemaIndexInfo[]> {
  return (await loadIndexes(database, scope, context)).map(({ index }) => index);
}

/** The foreign keys. SQLite does not report their names: they are named `fk_` with the table and a number. */
export async function foreignKeysOf(
  database: Database,
  { schema, table }: Scope,
  context: Cancellable,
): Promise<SchemaForeignKeyInfo[]> {
  const { rows } = await database.read(FOREIGN_KEYS, [schema || MAIN, table], context);
  const keys = new Map<string, SchemaForeignKeyInfo>();
  for (const row of rows) {
    const name = `fk_${row[0]}_${row[1]}`;
    const key = keys.get(name) ?? toForeignKey(name, row);
    key.columns.push(String(row[2]));
    key.referencedColumns.push(textOf(row[6]) ?? "");
    keys.set(name, key);
  }
  return [...keys.values()];
}

/** The UNIQUE and CHECK constraints. A CHECK without a name is named `check_` with the table and its number. */
export async function constraintsOf(
  database: Database,
  relation: SqliteRelation,
  context: Cancellable,
): Promise<ConstraintInfo[]> {
  const { schema, name: table } = relation;
  const indexes = await loadIndexes(database, { database: null, schema, table }, context);
  const unique = indexes.filter(({ isConstraint }) => isConstraint).map(({ index }) => index);
  const checks = checkClauses(await definitionOf(database, relation, context) ?? "");
  return [
    ...unique.map(({ name, columns }): ConstraintInfo => ({ name, kind: "Unique", columns, checkClause: null })),
    ...checks.map(({ name, condition }, i): ConstraintInfo => ({
      name: name ?? `check_${table}_${i + 1}`,
      kind: "Check",
      columns: [],
      checkClause: condition,
    })),
  ];
}

async function loadIndexes(
  database: Database,
  { schema, table }: Scope,
  context: Cancellable,
): Promise<TableIndex[]> {
  const { rows } = await database.read(INDEXES, [schema || MAIN, table], context);
  const indexes = new Map<string, TableIndex>();
  for (const [tableName, name, isUnique, origin, column] of rows) {
    const one = indexes.get(String(name)) ?? {
      index: {
        name: String(name),
        tableName: String(tableName),
        columns: [],
        isUnique: isUnique === 1n,
        isPrimary: origin === "pk",
      },
      isConstraint: origin === "u",
    };
    one.index.columns.push(textOf(column) ?? "(expression)");
    indexes.set(one.index.name, one);
  }
  return [...indexes.values()];
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
    onDelete: textOf(onDelete),
    onUpdate: textOf(onUpdate),
  };
}
