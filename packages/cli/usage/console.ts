/**
 * How `fluxwire console` is used.
 *
 * @module
 */
import type { Flag } from "@fluxwire/command";
import { COMMON_FLAGS, START_FLAGS } from "../command/flags.ts";
import { TARGET_DETAILS, type Verb } from "../command/verb.ts";
import { SOURCE_KINDS } from "../console/source_kinds.ts";

/** The options that name a target, of which a console shows several. */
const REPEATED: ReadonlySet<string> = new Set(["socket", "service"]);

/** The verb, as the command line and the help know it. */
export const CONSOLE: Verb = {
  name: "console",
  usage:
    "[FILE]... [--socket ID]... [--service ID [--config FILE]]... [--host [CONTROL]]... [--nx [CONTROL]]... [--exporter ADDRESS]... [--models URL]... [-- COMMAND ARGS...]",
  summary: "Look at drivers, hosts, hubs, devices, models and recordings in a browser",
  details:
    `Serves one page on this machine alone, and prints its address, which opens it once, within ten minutes; Enter prints
another one, Ctrl+C ends the console. FILE is a recording of fluxwire probe record. Files, targets and hosts may be given
together, each as often as there are any. A host that does not run is looked for every 2 seconds.

Only a page that was opened by such an address can ask for anything, and it can name no program, path or variable. From
another machine, use a tunnel: ssh -L PORT:127.0.0.1:PORT MACHINE. With --view, nothing can be changed or called.

The statements of Query are forgotten with the page. With --keep-history the last 200 of each target are kept, as they were
typed, in $XDG_STATE_HOME/fluxwire/console_history.ndjson, which only you can read.

${TARGET_DETAILS}`,
  maxArguments: 64,
  takesTarget: true,
  timeoutMs: null,
  flags: [
    { name: "port", value: "N", help: "The port (default: any that is free)" },
    { name: "open", value: null, help: "Open the page in your browser" },
    { name: "view", value: null, help: "Only look: refuse calls, and what changes something" },
    { name: "keep-history", value: null, help: "Keep the statements of Query for the next console, in a private file" },
    ...SOURCE_KINDS.flatMap(({ flag, more = [] }) => [flag, ...more]),
    ...START_FLAGS.map((flag): Flag => REPEATED.has(flag.name) ? { ...flag, isRepeatable: true } : flag),
    ...COMMON_FLAGS,
  ],
  load: () => import("../verbs/console.ts"),
};

/** The same verb among those of the probe. */
export const INSPECT: Verb = { ...CONSOLE, name: "inspect" };
