/**
 * How `fluxwire probe repl` is used.
 *
 * @module
 */
import { ALLOW_FLAG, COMMON_FLAGS, DRIVER_FLAGS, SESSION_FLAGS } from "../command/flags.ts";
import { TARGET, TARGET_DETAILS, type Verb } from "../command/verb.ts";

/** The verb, as the command line and the help know it. */
export const REPL: Verb = {
  name: "repl",
  usage: TARGET,
  summary: "Run statements interactively, within one session",
  details: `${TARGET_DETAILS}

A line is a statement or a command; \\? lists the commands: \\d describes tables, \\x turns rows into blocks of lines, \\o FILE
writes results to a file, \\i FILE runs one. Errors do not end it, and the next line reconnects after a lost connection.
\\quit or the end of the input ends it. Without a terminal it reads lines from stdin; with --json each line gets one
document.

On a terminal, a statement of SQL has as many lines as it needs and ends with a semicolon or an empty line. Tab completes
commands, tables and columns; Ctrl+C cancels the running statement, ends a file of \\i, and drops what was typed. History
is kept in $XDG_STATE_HOME/fluxwire/repl_history if --allow-read and --allow-write permit that, otherwise in memory.

--watch is for a driver that is being written: FILE is its module, which is started without a target, and started again
when a source file in its folder changes. With a command after -- that command is started again. A driver that does not
start is reported, and started again after the next change.`,
  maxArguments: 0,
  takesTarget: true,
  timeoutMs: null,
  flags: [
    {
      name: "watch",
      value: "FILE",
      help: "Start the driver that this module serves again after each change of its folder",
    },
    ALLOW_FLAG,
    ...DRIVER_FLAGS,
    ...SESSION_FLAGS,
    ...COMMON_FLAGS,
  ],
  load: () => import("../verbs/repl.ts"),
};
