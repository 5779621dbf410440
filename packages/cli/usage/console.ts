/**
 * How `fluxwire console` is used.
 *
 * @module
 */
import { COMMON_FLAGS, START_FLAGS } from "../command/flags.ts";
import { TARGET, TARGET_DETAILS, type Verb } from "../command/verb.ts";

/** The verb, as the command line and the help know it. */
export const CONSOLE: Verb = {
  name: "console",
  usage: `[FILE...] ${TARGET}`,
  summary: "Look at a driver and at recordings in a browser",
  details:
    `Serves one page on this machine alone, and prints its address, which opens it once, within ten minutes; Enter prints
another one, Ctrl+C ends the console. FILE is a recording of fluxwire probe record.

Only a page that was opened by such an address can ask for anything, and it can name no program, path or variable. From
another machine, use a tunnel: ssh -L PORT:127.0.0.1:PORT MACHINE. With --view, nothing can be changed or called.

${TARGET_DETAILS}`,
  maxArguments: 64,
  takesTarget: true,
  timeoutMs: null,
  flags: [
    { name: "port", value: "N", help: "The port (default: any that is free)" },
    { name: "open", value: null, help: "Open the page in your browser" },
    { name: "view", value: null, help: "Only look: refuse calls, and what changes something" },
    ...START_FLAGS,
    ...COMMON_FLAGS,
  ],
  load: () => import("../verbs/console.ts"),
};
