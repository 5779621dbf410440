/**
 * How `fluxwire probe watch` is used.
 *
 * @module
 */
import { COMMON_FLAGS, DRIVER_FLAGS, SESSION_FLAGS } from "../command/flags.ts";
import { TARGET, TARGET_DETAILS, type Verb } from "../command/verb.ts";

/** The verb, as the command line and the help know it. */
export const WATCH: Verb = {
  name: "watch",
  usage: `[--interval MS] [--count N] ${TARGET}`,
  summary: "Ping a driver repeatedly, and reconnect if the connection is lost",
  details: `${TARGET_DETAILS}

Each ping is a line, or with --json a document. It ends after --count pings, with the exit code of the
last one, or when interrupted. Without --timeout it has no time limit.`,
  maxArguments: 0,
  takesTarget: true,
  timeoutMs: null,
  flags: [
    { name: "interval", value: "MS", help: "The interval between pings in milliseconds (default 1000)" },
    { name: "count", value: "N", help: "How many pings (default until interrupted)" },
    { name: "ping-timeout", value: "MS", help: "Time limit for an answer in milliseconds (default 5000)" },
    ...DRIVER_FLAGS,
    ...SESSION_FLAGS,
    ...COMMON_FLAGS,
  ],
  load: () => import("../verbs/watch.ts"),
};
