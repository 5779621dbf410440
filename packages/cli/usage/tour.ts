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
  summary: "Walk through a first use step by step, one line each (the default verb)",
  details: `${TARGET_DETAILS}

The queries are the mock driver's four examples, or those given by --query. Steps that a driver does not support are shown
as skipped.`,
  maxArguments: 0,
  takesTarget: true,
  flags: [
    { name: "query", value: "SQL", isRepeatable: true, help: "A query to run, for drivers other than the mock" },
    ...DRIVER_FLAGS,
    ...SESSION_FLAGS,
    ...COMMON_FLAGS,
  ],
  load: () => import("../verbs/tour.ts"),
};
