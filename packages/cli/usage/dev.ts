/**
 * How `fluxwire dev` is used.
 *
 * @module
 */
import { ALLOW_FLAG, COMMON_FLAGS, SESSION_FLAGS } from "../command/flags.ts";
import type { Verb } from "../command/verb.ts";

/** The verb, as the command line and the help know it. */
export const DEV: Verb = {
  name: "dev",
  usage: "FILE",
  summary: "Keep a driver running while you write it, and check it after each change",
  details:
    `FILE is the module that serves the driver. It is started without a token, its log is shown, and the core checks of
conformance are run. When a source file in its folder changes, it is stopped and all that begins again. A driver that does
not start is started again after the next change.

The checks send requests that no driver can read: what the driver logs of those alone is shown where a check fails, or with
--verbose.

With each start comes an address of the console, which shows the driver in a browser; a page that is open stays.

Other commands reach it by the socket that is shown; --name keeps that name from run to run. Give the permissions that the
driver needs by --allow; the socket and the variables of the SDK are permitted already. Ctrl+C ends it.`,
  maxArguments: 1,
  takesTarget: false,
  flags: [
    { name: "name", value: "ID", help: "The name of the socket (default: a fresh one)" },
    {
      name: "query",
      value: "SQL",
      isRepeatable: true,
      help: "A statement that works, for the checks (default SELECT 1)",
    },
    {
      name: "verbose",
      value: null,
      help: "Also show what the driver logs of broken requests, and list skipped checks",
    },
    ALLOW_FLAG,
    ...SESSION_FLAGS,
    ...COMMON_FLAGS,
  ],
  load: () => import("../verbs/dev.ts"),
};
