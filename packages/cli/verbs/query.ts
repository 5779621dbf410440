/**
 * `fluxwire probe query`: runs a statement and shows its rows.
 *
 * @module
 */
import type { QueryResultDto } from "@fluxwire/wire";
import type { Context } from "../command/context.ts";
import { withDriver } from "../driver/driver.ts";
import { msSince, msText } from "../command/duration.ts";
import { EXIT, Interrupted, UsageError } from "@fluxwire/command";
import { readInput, utf8Text } from "../command/input.ts";
import { plainResult } from "../render/plain_json.ts";
import { tableLines } from "../render/table.ts";

/** Opens a session, runs the statement, shows the result, closes the session. */
export async function run(context: Context): Promise<number> {
  const { output, signal } = context;
  const sql = await statementOf(context);
  return await withDriver(context, async (driver, client) => {
    const session = await driver.openSession(client);
    const start = performance.now();
    const result = await driver.call((options) => session.execute({ sql }, options))
      .catch((error) => {
        throw signal.reason instanceof Interrupted ? signal.reason.after(unansweredText(msSince(start))) : error;
      });
    const ms = msSince(start);
    if (output.isJson) output.json({ ...plainResult(result), ms });
    else for (const line of resultLines(result)) output.line(line);
    if (!output.isJson) output.line(output.paint(`${outcomeText(result)} in ${msText(ms)}`, "dim"));
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

/** A result for people: its table, or its text if that is its shape. */
export function resultLines(result: QueryResultDto): string[] {
  if (result.textBody != null) return [result.textBody];
  return result.columns.length === 0 ? [] : tableLines(result);
}

/** The size of a result: `4 rows`, `1 row affected`. */
export function outcomeText({ affectedRows, rawBytes, rows }: QueryResultDto): string {
  if (affectedRows != null) return `${affectedRows} ${affectedRows === 1n ? "row" : "rows"} affected`;
  if (rawBytes != null) return `${rawBytes.length} bytes`;
  return `${rows.length} ${rows.length === 1 ? "row" : "rows"}`;
}

async function statementOf({ args, signal }: Context): Promise<string> {
  const [sql] = args.arguments;
  if (sql === undefined) throw new UsageError("Missing SQL: give the statement, or - to read it from stdin");
  if (sql !== "-") return sql;
  const text = utf8Text(await readInput(null, signal));
  if (text === null) throw new UsageError("Cannot read stdin: the statement is not UTF-8");
  return text;
}
