/**
 * How `fluxwire init` is used.
 *
 * @module
 */
import { OWN_TEMPLATES, TEMPLATE_DOORS } from "../doors.ts";
import { COMMON_FLAGS } from "../command/flags.ts";
import type { Verb } from "../command/verb.ts";

/** The verb, as the command line and the help know it. */
export const INIT: Verb = {
  name: "init",
  usage: "NAME",
  summary: "Create a folder with a working driver, its test, its tasks and a README",
  details:
    `NAME is the driver's name: 1 to 40 characters of a-z, 0-9 and -, starting with a letter. It may be a path that ends
with the name. The folder must be empty or not exist.`,
  maxArguments: 1,
  takesTarget: false,
  flags: [
    {
      name: "template",
      value: "T",
      choices: [...OWN_TEMPLATES, ...Object.keys(TEMPLATE_DOORS)],
      help:
        "What to create: a driver of tables (driver), of an SQL database (sql), of documents or keys (document, kv); " +
        "a storage of models; nx-device, nx-hub, nx-child; jumpstarter-device (default driver)",
    },
    ...COMMON_FLAGS,
  ],
  load: () => import("../verbs/init.ts"),
};
