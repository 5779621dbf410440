/**
 * How `version` is used, in every part.
 *
 * @module
 */
import { COMMON_FLAGS } from "../command/flags.ts";
import type { Verb } from "../command/verb.ts";

/** The verb, as the command line and the help know it. */
export const VERSION: Verb = {
  name: "version",
  usage: "",
  summary: "Show Fluxwire's version",
  details: "All Fluxwire packages have the same version.",
  maxArguments: 0,
  takesTarget: false,
  flags: COMMON_FLAGS,
  load: () => import("../verbs/version.ts"),
};
