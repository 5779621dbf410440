/**
 * How `fluxwire probe list` is used.
 *
 * @module
 */
import { COMMON_FLAGS } from "../command/flags.ts";
import type { Verb } from "../command/verb.ts";

/** The verb, as the command line and the help know it. */
export const LIST: Verb = {
  name: "list",
  usage: "",
  summary: "Show every request with its answer, and every type of the wire",
  details: "What it shows comes from the tables of the codec.",
  maxArguments: 0,
  takesTarget: false,
  flags: COMMON_FLAGS,
  load: () => import("../verbs/list.ts"),
};
