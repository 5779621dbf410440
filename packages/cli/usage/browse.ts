/**
 * How `fluxwire probe browse` is used.
 *
 * @module
 */
import { COMMON_FLAGS, DRIVER_FLAGS, FORMAT_FLAGS, SESSION_FLAGS } from "../command/flags.ts";
import { TARGET, TARGET_DETAILS, type Verb } from "../command/verb.ts";

/** The verb, as the command line and the help know it. */
export const BROWSE: Verb = {
  name: "browse",
  usage: `TABLE ${TARGET}`,
  summary: "Show a page of a table, as DBFlux reads it",
  details:
    `TABLE is the name of a table, a view or a collection, with its schema if several have it: main.stars. The request is the one
that DBFlux sends when a table is opened; the driver makes the statement.

${TARGET_DETAILS}`,
  maxArguments: 1,
  takesTarget: true,
  mockArgs: ["--scenario", "full"],
  flags: [
    ...FORMAT_FLAGS,
    { name: "where", value: "CONDITION", help: "Which rows, as typed into the filter of DBFlux, without WHERE" },
    {
      name: "order",
      value: "COLUMN[:desc]",
      isRepeatable: true,
      help: "A column to order by; the first given is the most significant",
    },
    { name: "limit", value: "N", help: "The most rows to show (default 100)" },
    { name: "offset", value: "N", help: "Rows to skip" },
    ...DRIVER_FLAGS,
    ...SESSION_FLAGS,
    ...COMMON_FLAGS,
  ],
  load: () => import("../verbs/browse.ts"),
};
