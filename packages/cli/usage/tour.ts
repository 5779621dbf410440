/**
 * How `fluxwire probe tour` is used.
 *
 * @module
 */
import { COMMON_FLAGS, DRIVER_FLAGS, SESSION_FLAGS } from "../command/flags.ts";
import { TARGET, TARGET_DETAILS, type Verb } from "../command/verb.ts";

/** The verb, as the command line and the help know it. */
export const TOUR: Verb = {
  name: "tour",
  usage: TARGET,
  summary: "Walk through everything a first use needs, one line each (without a verb)",
  details: `${TARGET_DETAILS}

The queries are the four examples of the mock driver, or those given by --query. What a driver does not support is
shown as skipped.`,
  maxArguments: 0,
  takesTarget: true,
  flags: [
    { name: "query", value: "SQL", isRepeatable: true, help: "A query to run, on a driver other than the mock" },
    ...DRIVER_FLAGS,
    ...SESSION_FLAGS,
    ...COMMON_FLAGS,
  ],
  load: () => import("../verbs/tour.ts"),
};
