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
  summary: "Show the fields, variants or flags of a wire type",
  details: `Fields are shown in wire order, with the first layout that has them, the default that is written, and what
upstream leaves out. Variants and flags are shown for every layout, or for --layout.`,
  maxArguments: 1,
  takesTarget: false,
  flags: [...MESSAGE_FLAGS.filter(({ name }) => name === "layout"), ...COMMON_FLAGS],
  load: () => import("../verbs/describe.ts"),
};
