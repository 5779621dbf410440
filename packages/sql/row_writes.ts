/**
 * The methods that change one row.
 *
 * @module
 */
import type { Context, RowDelete, Session, WriteResult } from "@fluxwire/sdk";
import { findRelation, type Relation } from "./catalog.ts";
import { keyOf } from "./identity.ts";
import type { SqlParts } from "./parts.ts";
import { WrittenTable } from "./written_table.ts";

/** The methods that change single rows. A write that is not known to be done is an error, which says what was found. */
export function rowWrites<R extends Relation>(
  parts: SqlParts<R>,
): Required<Pick<Session, "updateRow" | "insertRow" | "deleteRow">> {
  const open = async (
    { schema, table: name }: Pick<RowDelete, "schema" | "table">,
    context: Context,
  ): Promise<WrittenTable> => {
    const relation = await findRelation(parts, { schema, name, forWrite: true }, context);
    return new WrittenTable(parts, relation, await parts.catalog.columns(relation, context), context);
  };
  return {
    async updateRow(patch, context): Promise<WriteResult> {
      const key = keyOf(patch.identity);
      return await (await open(patch, context)).update(patch, key);
    },
    async insertRow(insert, context): Promise<WriteResult> {
      return await (await open(insert, context)).insert(insert);
    },
    async deleteRow(request, context): Promise<WriteResult> {
      const key = keyOf(request.identity);
      return await (await open(request, context)).delete(key);
    },
  };
}
