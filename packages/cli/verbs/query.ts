/**
 * `fluxwire probe query`: runs a statement and shows its rows.
 *
 * @module
 */
import type { Context } from "../command/context.ts";
import { withDriver } from "../driver/driver.ts";
import { msSince } from "../command/duration.ts";
import { formatOf } from "../command/format.ts";
import { plainValue } from "../command/plain_value.ts";
import { showWaiting } from "../command/waiting.ts";
import { EXIT, Interrupted, UsageError } from "@fluxwire/command";
import { readInput, utf8Text } from "../command/input.ts";
import { showRows } from "../render/show_rows.ts";

/** The most rows that a request can ask for. */
const MAX_LIMIT = 2 ** 32 - 1;

/** Opens a session, runs the statement, shows the result, closes the session. */
export async function run(context: Context): Promise<number> {
  const { args, output, signal } = context;
  const format = formatOf(args);
  const params = args.all("param").map(plainValue);
  const limit = args.count("limit", MAX_LIMIT);
  const sql = await statementOf(context);
  return await withDriver(context, async (driver, client) => {
    const session = await driver.openSession(client);
    const start = performance.now();
    const request = { sql, params, ...limit === null ? {} : { limit } };
    const result = await showWaiting(output, driver.call((options) => session.execute(request, options)))
      .catch((error) => {
        throw signal.reason instanceof Interrupted ? signal.reason.after(unansweredText(msSince(start))) : error;
      });
    showRows(output, result, { ...format, ms: msSince(start), limit });
    await driver.call((options) => session.close(options));
    return EXIT.done;
  });
}

/** What is known of a statement without an answer. */
function unansweredText(ms: number): string {
  return `the statement had no answer after ${
    (ms / 1_000).toFixed(1)
  } s; it was cancelled, and may have been carried out`;
}

async function statementOf({ args, signal }: Context): Promise<string> {
  const [sql] = args.arguments;
  if (sql === undefined) throw new UsageError("Missing SQL: give the statement, or - to read it from stdin");
  if (sql !== "-") return sql;
  const text = utf8Text(await readInput(null, signal));
  if (text === null) throw new UsageError("Cannot read stdin: the statement is not UTF-8");
  return text;
}
