/**
 * `fluxwire probe browse`: a page of a table, as DBFlux reads it.
 *
 * @module
 */
import { EXIT, UsageError } from "@fluxwire/command";
import type { OrderByColumn, QueryResultDto } from "@fluxwire/wire";
import type { CommandLine } from "../command/args.ts";
import type { Context } from "../command/context.ts";
import { msSince } from "../command/duration.ts";
import { formatOf } from "../command/format.ts";
import { showWaiting } from "../command/waiting.ts";
import { foundTable, tableWord } from "../driver/found_table.ts";
import { withSession } from "../driver/with_session.ts";
import { showRows } from "../render/show_rows.ts";

/** The rows that DBFlux asks for first. */
const DEFAULT_LIMIT = 100;
const MAX_LIMIT = 2 ** 32 - 1;
const MAX_OFFSET = Number.MAX_SAFE_INTEGER;

/** Reads the page and shows it. */
export function run(context: Context): Promise<number> {
  const { args, output } = context;
  const word = tableWord(args);
  const format = formatOf(args);
  const limit = args.count("limit", MAX_LIMIT) ?? DEFAULT_LIMIT;
  const pagination = { type: "Offset", limit, offset: BigInt(args.count("offset", MAX_OFFSET) ?? 0) } as const;
  const orderBy = args.all("order").map(orderOf);
  const filter = args.text("where");
  return withSession(context, async (session, driver) => {
    const found = await foundTable(word, session, driver);
    const start = performance.now();
    let page: Promise<QueryResultDto>;
    if (found.kind === "keyspace") {
      throw new UsageError(`Cannot browse ${word}: its data are keys; send kvScanKeys by probe call`);
    } else if (found.kind === "collection") {
      checkCollection(args);
      const collection = { name: found.name, database: found.schema ?? found.database ?? "" };
      page = driver.call((options) => session.browseCollection({ collection, pagination }, options));
    } else {
      const table = { name: found.name, schema: found.schema };
      page = driver.call((options) => session.browseTable({ table, pagination, orderBy, filter }, options));
    }
    showRows(output, await showWaiting(output, page), { ...format, ms: msSince(start), limit });
    return EXIT.done;
  });
}

/** An order from `COLUMN` or `COLUMN:desc`. */
function orderOf(text: string): OrderByColumn {
  const [, name, direction] = /^(.+?)(?::(asc|desc))?$/is.exec(text) ?? [];
  if (name === undefined) throw new UsageError("Cannot use --order: give a column, or COLUMN:desc");
  return { column: { name }, direction: direction?.toLowerCase() === "desc" ? "Descending" : "Ascending" };
}

/** The wire's filter of documents cannot be read by drivers (PROTOCOL.md, hazard H4), and it has no order. */
function checkCollection(args: CommandLine): void {
  for (const flag of ["where", "order"]) {
    if (args.has(flag)) {
      throw new UsageError(`Cannot use --${flag} with a collection: DBFlux cannot send it to a driver`);
    }
  }
}
