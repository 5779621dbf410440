/**
 * How `fluxwire probe query` is used.
 *
 * @module
 */
import { COMMON_FLAGS, DRIVER_FLAGS, FORMAT_FLAGS, SESSION_FLAGS } from "../command/flags.ts";
import { TARGET, TARGET_DETAILS, type Verb } from "../command/verb.ts";

/** The verb, as the command line and the help know it. */
export const QUERY: Verb = {
  name: "query",
  usage: `SQL ${TARGET}`,
  summary: "Run a query and show its rows",
  details: `If SQL is -, it is read from stdin.

On a terminal a table fits the width: long cells are wrapped, and a row with too many columns becomes a block of lines. A
pipe gets whole cells, one line for each row. NULL stands for no value; the text NULL is quoted. In csv no value is empty and
an empty text is "", in tsv no value is \\N.

A value of --param is null, true, false or a number if it looks like one, otherwise text. A type before it decides: text:5,
int:5, float:5, bool:true, decimal:1.10, date:2026-01-31, time:12:30:00, datetime:..., json:[1], hex:00ff, oid:....

${TARGET_DETAILS}`,
  maxArguments: 1,
  takesTarget: true,
  flags: [
    ...FORMAT_FLAGS,
    { name: "limit", value: "N", help: "The most rows to show" },
    { name: "param", value: "VALUE", isRepeatable: true, help: "A value for the next placeholder of the statement" },
    ...DRIVER_FLAGS,
    ...SESSION_FLAGS,
    ...COMMON_FLAGS,
  ],
  load: () => import("../verbs/query.ts"),
};
