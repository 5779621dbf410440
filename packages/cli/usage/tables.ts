/**
 * How `fluxwire probe tables` is used.
 *
 * @module
 */
import { COMMON_FLAGS, DRIVER_FLAGS, FORMAT_FLAGS, SESSION_FLAGS } from "../command/flags.ts";
import { TARGET, TARGET_DETAILS, type Verb } from "../command/verb.ts";

/** The verb, as the command line and the help know it. */
export const TABLES: Verb = {
  name: "tables",
  usage: `${TARGET}`,
  summary: "List the tables, or the collections or keyspaces",
  details: `The list is that of the driver's schema. Columns are shown if the schema has them.

${TARGET_DETAILS}`,
  maxArguments: 0,
  takesTarget: true,
  mockArgs: ["--scenario", "full"],
  flags: [
    ...FORMAT_FLAGS,
    ...DRIVER_FLAGS,
    ...SESSION_FLAGS,
    ...COMMON_FLAGS,
  ],
  load: () => import("../verbs/tables.ts"),
};
