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
    `Opens a session with the form's values, shows its schema as DBFlux's tree, and closes the session. Three dots
stand for what DBFlux requests when a node is opened. An answer may hold more than the tree shows: of a relational schema,
DBFlux shows only its schemas.

With --tree it shows what the driver has, not what DBFlux shows: schemas, tables, and their columns.

With VERB, which may be two words, it shows the published JSON schema of that verb's output, and contacts no driver.

${TARGET_DETAILS}`,
  maxArguments: 2,
  takesTarget: true,
  mockArgs: ["--scenario", "full"],
  flags: [
    { name: "tree", value: null, help: "Show the tables with their columns, also those that DBFlux does not show" },
    ...DRIVER_FLAGS,
    ...SESSION_FLAGS,
    ...COMMON_FLAGS,
  ],
  load: () => import("../verbs/schema.ts"),
};
