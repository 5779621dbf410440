/**
 * How `fluxwire probe export` is used.
 *
 * @module
 */
import { COMMON_FLAGS } from "../command/flags.ts";
import type { Verb } from "../command/verb.ts";

/** The verb, as the command line and the help know it. */
export const EXPORT: Verb = {
  name: "export",
  usage: "--pcapng FILE RECORDING | --html FILE RECORDING | --dissector FILE",
  summary: "Write a recording for Wireshark, or as a page",
  details:
    `Writes a recording as a capture: a packet for each frame, and for each start and end of a connection. What is
masked or withheld in the recording stays so in the capture.

Wireshark and tshark show such captures with the dissector that --dissector writes:
  tshark -X lua_script:fluxwire.lua -r session.pcapng

--html writes the console's page with the recording inside, in one file: a browser opens it without a server, and it
fetches nothing. Read the recording before you share it.

The files must not exist, and only you may read them.`,
  maxArguments: 1,
  takesTarget: false,
  flags: [
    { name: "pcapng", value: "FILE", help: "The capture to write" },
    { name: "html", value: "FILE", help: "The page to write" },
    { name: "dissector", value: "FILE", help: "The dissector to write, as Lua" },
    ...COMMON_FLAGS,
  ],
  load: () => import("../verbs/export.ts"),
};
