/**
 * How `doctor` is used.
 *
 * @module
 */
import { COMMON_FLAGS } from "../command/flags.ts";
import type { Verb } from "../command/verb.ts";

/** The verb, as the command line and the help know it. */
export const DOCTOR: Verb = {
  name: "doctor",
  usage: "[--config FILE] [--socket ID] [--release R]",
  summary: "Find out why drivers do not work on this machine",
  details:
    `Checks Deno, its permissions, limits, the token, DBFlux's configurations (in your folders, or FILE), and each
service's program, arguments and socket. It sends Hello to the sockets of services, to --socket ID, and to other sockets
that look like drivers. It starts and changes nothing.

Each finding has an id, what was found, and what to do. It exits with 8 if a finding is an error. docs/diagnose.md
continues from there.`,
  maxArguments: 0,
  takesTarget: false,
  timeoutMs: 60_000,
  flags: [
    {
      name: "config",
      value: "FILE",
      help: "The file with the services: a config.json or dbflux.db (default: yours)",
    },
    { name: "socket", value: "ID", isRepeatable: true, help: "A socket on which a driver should listen" },
    { name: "release", value: "R", help: "The release of DBFlux in use, such as 0.7.7" },
    ...COMMON_FLAGS,
  ],
  load: () => import("../verbs/doctor.ts"),
};
