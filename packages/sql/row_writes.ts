/**
 * The methods that change one row.
 *
 * @module
 */
import type { Context, RowDelete, Session, WriteResult } from "@fluxwire/sdk";
import type { Relation } from "./catalog.ts";
import { keyOf } from "./identity.ts";
import type { SqlParts } from "./parts.ts";
import { WrittenTable } from "./written_table.ts";

/** The methods that change single rows. A write that is not known to be done is an error, which says what was found. */
export function rowWrites<R extends Relation>(
  parts: SqlParts<R>,
): Required<Pick<Session, "updateRow" | "insertRow" | "deleteRow">> {
  const open = (target: Pick<RowDelete, "schema" | "table">, context: Context): Promise<WrittenTable> =>
    WrittenTable.open(parts, { schema: target.schema, name: target.table }, context);
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
