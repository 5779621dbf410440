/**
 * Refuses names that a database or its library would cut: another table would be found.
 *
 * @module
 */
import type { Catalog, Relation } from "./catalog.ts";
import type { Dialect } from "./dialect.ts";
import { quoted } from "./render.ts";

/** A catalog that looks for no table or view whose name, or whose schema's, cannot be written in a statement. */
export function withCheckedNames<R extends Relation>(catalog: Catalog<R>, dialect: Dialect): Catalog<R> {
  return {
    ...catalog,
    async relation(ref, context): Promise<R> {
      for (const name of [ref.schema, ref.name]) {
        if (name != null) quoted(name, dialect);
      }
      return await catalog.relation(ref, context);
    },
  };
}
