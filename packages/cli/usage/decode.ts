/**
 * How `fluxwire probe decode` is used.
 *
 * @module
 */
import { COMMON_FLAGS, MESSAGE_FLAGS } from "../command/flags.ts";
import type { Verb } from "../command/verb.ts";

/** The verb, as the command line and the help know it. */
export const DECODE: Verb = {
  name: "decode",
  usage: "--layout L --role ROLE [--hex H | FILE] | RECORDING",
  summary: "Show a message, or a recording, as exact JSON",
  details: `Reads the bytes of one payload from FILE, or from stdin. A recording is known by its header: it has layouts
and roles of its own, and gives a JSON document for each frame, on a line.

With --lines it reads one payload in hex from each line, and writes one JSON document for each.

With --annotate it shows what each byte is: offset, bytes, field path, type and value; of broken bytes all that can be
read, then the first wrong byte with what was expected there.`,
  maxArguments: 1,
  takesTarget: false,
  flags: [
    ...MESSAGE_FLAGS,
    { name: "hex", value: "H", help: "The bytes, in hex: 0102, 0x0102, 01:02, 01-02 or 01 02" },
    { name: "lines", value: null, help: "One payload in hex per line in, one JSON document per line out" },
    { name: "annotate", value: null, help: "Show what each byte is" },
    { name: "frame", value: "N", help: "Of a recording: only this frame, from 1" },
    { name: "all", value: null, help: "With --annotate: show long texts and lists as a whole" },
    ...COMMON_FLAGS,
  ],
  load: () => import("../verbs/decode.ts"),
};
