/**
 * How `fluxwire probe query` is used.
 *
 * @module
 */
import { COMMON_FLAGS, DRIVER_FLAGS, SESSION_FLAGS } from "../command/flags.ts";
import { TARGET, TARGET_DETAILS, type Verb } from "../command/verb.ts";

/** The verb, as the command line and the help know it. */
export const QUERY: Verb = {
  name: "query",
  usage: `SQL ${TARGET}`,
  summary: "Run a query and show its rows",
  details: `If SQL is -, it is read from stdin.

${TARGET_DETAILS}`,
  maxArguments: 1,
  takesTarget: true,
  flags: [...DRIVER_FLAGS, ...SESSION_FLAGS, ...COMMON_FLAGS],
  load: () => import("../verbs/query.ts"),
};
