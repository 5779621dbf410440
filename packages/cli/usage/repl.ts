/**
 * How `fluxwire probe repl` is used.
 *
 * @module
 */
import { COMMON_FLAGS, DRIVER_FLAGS, SESSION_FLAGS } from "../command/flags.ts";
import { TARGET, TARGET_DETAILS, type Verb } from "../command/verb.ts";

/** The verb, as the command line and the help know it. */
export const REPL: Verb = {
  name: "repl",
  usage: TARGET,
  summary: "Run statements line by line, within one session",
  details: `${TARGET_DETAILS}

Each line is a statement or a command: \\help lists those. An error does not end it, and a lost connection is made again
with the next line. It ends with \\quit or the end of the input. Without a terminal lines are read from stdin; with --json
each gets one document.

On a terminal, tab completes, and Ctrl-C cancels what runs. History is kept in $XDG_STATE_HOME/fluxwire/repl_history where
--allow-read and --allow-write permit that, in memory otherwise.`,
  maxArguments: 0,
  takesTarget: true,
  timeoutMs: null,
  flags: [...DRIVER_FLAGS, ...SESSION_FLAGS, ...COMMON_FLAGS],
  load: () => import("../verbs/repl.ts"),
};
