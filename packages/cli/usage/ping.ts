/**
 * How `fluxwire probe ping` is used.
 *
 * @module
 */
import { COMMON_FLAGS, DRIVER_FLAGS, SESSION_FLAGS } from "../command/flags.ts";
import { TARGET, TARGET_DETAILS, type Verb } from "../command/verb.ts";

/** The verb, as the command line and the help know it. */
export const PING: Verb = {
  name: "ping",
  usage: TARGET,
  summary: "Check that a driver answers",
  details: `${TARGET_DETAILS}

If the driver answers only within a session, one is opened with the form's values.`,
  maxArguments: 0,
  takesTarget: true,
  flags: [...DRIVER_FLAGS, ...SESSION_FLAGS, ...COMMON_FLAGS],
  load: () => import("../verbs/ping.ts"),
};
