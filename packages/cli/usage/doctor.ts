/**
 * How `doctor` is used.
 *
 * @module
 */
import { ANY_OWNER_FLAG, COMMON_FLAGS } from "../command/flags.ts";
import type { Verb } from "../command/verb.ts";

/** The verb, as the command line and the help know it. */
export const DOCTOR: Verb = {
  name: "doctor",
  usage: "[--config FILE] [--socket ID] [--release R]",
  summary: "Look for what keeps drivers from working on this machine",
  details:
    `Looks at Deno, its permissions, limits, the token, the configurations of DBFlux (in your folders, or FILE), the
program, arguments and socket of each service, and asks what listens there, on --socket ID and on sockets that look like
drivers, who it is. Nothing is started or changed.

Each finding has an id, what was found, and what to do. One that is an error makes it exit with 8. docs/diagnose.md leads
through the rest.`,
  maxArguments: 0,
  takesTarget: false,
  timeoutMs: 60_000,
  flags: [
    {
      name: "config",
      value: "FILE",
      help: "The file with the services: a config.json or dbflux.db (default your own)",
    },
    { name: "socket", value: "ID", isRepeatable: true, help: "A socket on which a driver should listen" },
    { name: "release", value: "R", help: "The release of DBFlux that is used: 0.7.7" },
    ANY_OWNER_FLAG,
    ...COMMON_FLAGS,
  ],
  load: () => import("../verbs/doctor.ts"),
};
