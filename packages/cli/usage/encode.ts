/**
 * How `fluxwire probe encode` is used.
 *
 * @module
 */
import { COMMON_FLAGS, MESSAGE_FLAGS } from "../command/flags.ts";
import type { Verb } from "../command/verb.ts";

/** The verb, as the command line and the help know it. */
export const ENCODE: Verb = {
  name: "encode",
  usage: "--layout L --role ROLE [FILE]",
  summary: "Write the bytes of a message from exact JSON",
  details: `Reads the JSON of one envelope from FILE, or from stdin, and writes its payload.

--lines reads one envelope, or one document of decode --lines, per line, and writes a line of hex for each, or a JSON
document with the error.`,
  maxArguments: 1,
  takesTarget: false,
  flags: [
    ...MESSAGE_FLAGS,
    { name: "hex", value: null, help: "Write hex instead of raw bytes" },
    { name: "lines", value: null, help: "One JSON document per line in, one payload in hex per line out" },
    { name: "faithful", value: null, help: "Leave out what the real client leaves out" },
    ...COMMON_FLAGS,
  ],
  load: () => import("../verbs/encode.ts"),
};
