/**
 * How `fluxwire probe call` is used.
 *
 * @module
 */
import { COMMON_FLAGS, DRIVER_FLAGS, SESSION_FLAGS } from "../command/flags.ts";
import { TARGET, TARGET_DETAILS, type Verb } from "../command/verb.ts";

/** The verb, as the command line and the help know it. */
export const CALL: Verb = {
  name: "call",
  usage: `METHOD [-d JSON|@FILE|- | --template] ${TARGET}`,
  summary: "Send any request, and show its answer as exact JSON",
  details: `METHOD is a request's name on the wire or in camelCase: fluxwire probe list shows them.

The data are the request's fields as exact JSON; - reads them from stdin. Optional fields can be left out. --template
prints the fields to fill in, for --layout or 0.7.1, and contacts no driver.

After the answer to schema, stderr shows the tree that DBFlux will show, unless --json is given.

All requests except Hello, OpenSession and Ping are sent within a session that is opened with the form's values.

${TARGET_DETAILS}`,
  maxArguments: 1,
  surplusRemedy: "use -d for the request's fields",
  takesTarget: true,
  flags: [
    { name: "data", short: "d", value: "JSON|@FILE|-", help: "The request's fields (default {}); also -d" },
    { name: "template", value: null, help: "Print the request's fields, and send nothing" },
    ...DRIVER_FLAGS,
    ...SESSION_FLAGS,
    ...COMMON_FLAGS,
  ],
  load: () => import("../verbs/call.ts"),
};
