/**
 * How `fluxwire probe open` is used.
 *
 * @module
 */
import { COMMON_FLAGS, DRIVER_FLAGS, SESSION_FLAGS } from "../command/flags.ts";
import { TARGET, TARGET_DETAILS, type Verb } from "../command/verb.ts";

/** The verb, as the command line and the help know it. */
export const OPEN: Verb = {
  name: "open",
  usage: TARGET,
  summary: "Open a session, and show the driver's answer",
  details: `${TARGET_DETAILS}

The session is closed afterwards.`,
  maxArguments: 0,
  takesTarget: true,
  flags: [...DRIVER_FLAGS, ...SESSION_FLAGS, ...COMMON_FLAGS],
  load: () => import("../verbs/open.ts"),
};
