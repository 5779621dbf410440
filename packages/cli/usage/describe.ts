/**
 * How `fluxwire probe describe` is used.
 *
 * @module
 */
import { COMMON_FLAGS, MESSAGE_FLAGS } from "../command/flags.ts";
import type { Verb } from "../command/verb.ts";

/** The verb, as the command line and the help know it. */
export const DESCRIBE: Verb = {
  name: "describe",
  usage: "TYPE [--layout L]",
  summary: "Show what a type of the wire is made of",
  details: `Fields stand in the order of the wire, with the first layout that has them, what is written where nothing is
given, and what upstream leaves out. Variants and flags are shown in every layout, or in that of --layout.`,
  maxArguments: 1,
  takesTarget: false,
  flags: [...MESSAGE_FLAGS.filter(({ name }) => name === "layout"), ...COMMON_FLAGS],
  load: () => import("../verbs/describe.ts"),
};
