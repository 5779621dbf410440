/**
 * How `help` is used, in every part.
 *
 * @module
 */
import { COMMON_FLAGS } from "../command/flags.ts";
import type { Verb } from "../command/verb.ts";

/** The verb, as the command line and the help know it. */
export const HELP: Verb = {
  name: "help",
  usage: "[WORD]",
  summary: "Show this help, or that of one word",
  details: "The same as --help after that word.",
  maxArguments: 2,
  takesTarget: false,
  flags: COMMON_FLAGS,
  load: () => import("../verbs/help.ts"),
};
