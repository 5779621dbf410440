/**
 * How `fluxwire probe schema` is used.
 *
 * @module
 */
import { COMMON_FLAGS, DRIVER_FLAGS, SESSION_FLAGS } from "../command/flags.ts";
import { TARGET, TARGET_DETAILS, type Verb } from "../command/verb.ts";

/** The verb, as the command line and the help know it. */
export const SCHEMA: Verb = {
  name: "schema",
  usage: `[VERB] ${TARGET}`,
  summary: "Show the tree that DBFlux will show, or the JSON schema of a verb's --json",
  details:
    `A session is opened with the form's values, its schema is shown as DBFlux's tree reads it, and the session is
closed. Three dots stand for what DBFlux asks for when a node is opened. An answer may hold more than the tree: DBFlux reads
of a relational one its schemas alone.

With VERB, also of two words, the published JSON schema of what that verb prints is shown, and no driver is asked.

${TARGET_DETAILS}`,
  maxArguments: 2,
  takesTarget: true,
  mockArgs: ["--scenario", "full"],
  flags: [...DRIVER_FLAGS, ...SESSION_FLAGS, ...COMMON_FLAGS],
  load: () => import("../verbs/schema.ts"),
};
