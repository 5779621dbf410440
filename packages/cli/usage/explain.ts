/**
 * How `explain` is used.
 *
 * @module
 */
import { COMMON_FLAGS } from "../command/flags.ts";
import type { Verb } from "../command/verb.ts";

/** The verb, as the command line and the help know it. */
export const EXPLAIN: Verb = {
  name: "explain",
  usage: "[CODE]",
  summary: "Explain an error code: what happened, the usual causes, and what to do",
  details: "Without CODE it lists every code. docs/errors.md has the same sections.",
  maxArguments: 1,
  takesTarget: false,
  flags: COMMON_FLAGS,
  load: () => import("../verbs/explain.ts"),
};
