/**
 * How `fluxwire probe delete` is used.
 *
 * @module
 */
import { COMMON_FLAGS, DRIVER_FLAGS, KEY_FLAGS, SESSION_FLAGS } from "../command/flags.ts";
import { TARGET, TARGET_DETAILS, type Verb } from "../command/verb.ts";

/** The verb, as the command line and the help know it. */
export const DELETE: Verb = {
  name: "delete",
  usage: `TABLE --key COLUMN=VALUE ${TARGET}`,
  summary: "Remove one row of a table",
  details: `--key names the row by its key columns.

A value is null, true, false or a number if it looks like one, otherwise text; columns of
text get text. A type before it decides: text:5, int:5, float:5, bool:true, decimal:1.10, date:2026-01-31, time:12:30:00,
datetime:..., json:[1], hex:00ff, oid:....

${TARGET_DETAILS}`,
  maxArguments: 1,
  takesTarget: true,
  mockArgs: ["--scenario", "full"],
  flags: [
    ...KEY_FLAGS,
    ...DRIVER_FLAGS,
    ...SESSION_FLAGS,
    ...COMMON_FLAGS,
  ],
  load: () => import("../verbs/delete.ts"),
};
