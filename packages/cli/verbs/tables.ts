/**
 * `fluxwire probe tables`: the tables of a driver, or what it has in their place.
 *
 * @module
 */
import { counted, EXIT } from "@fluxwire/command";
import type { Context } from "../command/context.ts";
import { formatOf } from "../command/format.ts";
import { storedIn } from "../driver/stored.ts";
import { withSession } from "../driver/with_session.ts";
import { isCounted, writeResult } from "../render/formats.ts";
import { tableRows } from "../render/stored_rows.ts";

/** Lists them, with the columns that the schema has. */
export function run(context: Context): Promise<number> {
  const { args, output } = context;
  const format = formatOf(args);
  return withSession(context, async (session, driver) => {
    const { structure } = await driver.call((options) => session.schema(options));
    const all = storedIn(structure);
    if (output.isJson) {
      output.json({ tables: all });
      return EXIT.done;
    }
    writeResult(output, tableRows(all), format);
    if (isCounted(format.format)) output.line(output.paint(countText(all.map(({ kind }) => kind)), "dim"));
    return EXIT.done;
  });
}

/** `2 tables, 1 view`. */
function countText(kinds: readonly string[]): string {
  const counts = Map.groupBy(kinds, (kind) => kind);
  return Array.from(counts, ([kind, { length }]) => counted(length, kind)).join(", ") ||
    "0 tables";
}
