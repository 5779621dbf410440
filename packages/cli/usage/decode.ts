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
  details:
    `Reads the bytes of one payload from FILE or stdin. A recording is recognised by its header; it carries layouts
and roles, and each frame becomes a JSON document on a line.

--lines reads one payload in hex per line, and writes one JSON document for each.

--annotate shows what each byte is: offset, bytes, field path, type and value. Malformed bytes are shown as far as they
can be read, then the first wrong byte and what was expected there.`,
  maxArguments: 1,
  takesTarget: false,
  flags: [
    ...MESSAGE_FLAGS,
    { name: "hex", value: "H", help: "The bytes, in hex: 0102, 0x0102, 01:02, 01-02 or 01 02" },
    { name: "lines", value: null, help: "One payload in hex per line in, one JSON document per line out" },
    { name: "annotate", value: null, help: "Show what each byte is" },
    { name: "frame", value: "N", help: "In a recording, only this frame, counted from 1" },
    { name: "all", value: null, help: "With --annotate, show long texts and lists in full" },
    ...COMMON_FLAGS,
  ],
  load: () => import("../verbs/decode.ts"),
};
