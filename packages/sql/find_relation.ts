/**
 * Finds the table or view of a request.
 *
 * @module
 */
import type { Context } from "@fluxwire/sdk";
import type { Relation, RelationRef } from "./catalog.ts";
import type { SqlParts } from "./parts.ts";
import { quoted } from "./render.ts";

/**
 * Finds a table or view. A name that the database or its library would cut is refused: another table would be found.
 *
 * @throws {RelationMissing} if it does not exist.
 * @throws {DriverError} `InvalidRequest` for a name that no statement can have.
 */
export async function findRelation<R extends Relation>(
  { catalog, dialect }: Pick<SqlParts<R>, "catalog" | "dialect">,
  ref: RelationRef,
  context: Context,
): Promise<R> {
  for (const name of [ref.schema, ref.name]) {
    if (name != null) quoted(name, dialect);
  }
  return await catalog.relation(ref, context);
}
