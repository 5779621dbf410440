/**
 * Tables and views by name.
 *
 * @module
 */
import { name, type Relation, RelationMissing, type RelationRef } from "@fluxwire/sql";
import type { Cancellable, Database } from "./database.ts";
import { MAIN } from "./dialect.ts";

/** A table or view. */
export interface SqliteRelation extends Relation {
  /** Its schema. */
  readonly schema: string;
}

const RELATION = "SELECT name, type FROM pragma_table_list(?1) WHERE schema = ?2 COLLATE NOCASE";

/**
 * Finds a table or view; without a schema, in the opened file.
 *
 * @throws {RelationMissing} if it does not exist.
 */
export async function findRelation(
  database: Database,
  ref: RelationRef,
  context: Cancellable,
): Promise<SqliteRelation> {
  const schema = ref.schema || MAIN;
  const { rows: [row] } = await database.read(RELATION, [ref.name, schema], context);
  if (row === undefined) throw new RelationMissing({ ...ref, schema });
  const own = String(row[0]);
  return { database: null, schema, name: own, isView: row[1] === "view", sql: name(schema, own) };
}
