/**
 * `fluxwire probe update`: changes a row, as DBFlux does.
 *
 * @module
 */
import { EXIT } from "@fluxwire/command";
import type { Context } from "../command/context.ts";
import { msSince } from "../command/duration.ts";
import { columnsOf, foundTable, tableWord } from "../driver/found_table.ts";
import { withSession } from "../driver/with_session.ts";
import { assignmentsOf, keysOf, patchOf } from "../driver/written_row.ts";
import { showWritten } from "../render/show_written.ts";

/** Sends the request and shows how many rows it wrote. */
export function run(context: Context): Promise<number> {
  const { args, output } = context;
  const word = tableWord(args);
  const assignments = assignmentsOf(args);
  const keys = keysOf(args);
  return withSession(context, async (session, driver) => {
    const found = await foundTable(word, session, driver);
    const columns = await columnsOf(found, session, driver);
    const request = patchOf({ ...found, columns }, keys, assignments);
    const start = performance.now();
    const result = await driver.call((options) => session.updateRow(request, options));
    showWritten(output, result, { ms: msSince(start), columns });
    return EXIT.done;
  });
}
