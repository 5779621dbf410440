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
  summary: "List every request with its answer, and every wire type",
  details: "The list comes from the codec's tables.",
  maxArguments: 0,
  takesTarget: false,
  flags: COMMON_FLAGS,
  load: () => import("../verbs/list.ts"),
};
