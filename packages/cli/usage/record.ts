/**
 * How `fluxwire probe record` is used.
 *
 * @module
 */
import { COMMON_FLAGS, START_FLAGS } from "../command/flags.ts";
import { TARGET, TARGET_DETAILS, type Verb } from "../command/verb.ts";

/** The verb, as the command line and the help know it. */
export const RECORD: Verb = {
  name: "record",
  usage: `--listen NAME --out FILE ${TARGET}`,
  summary: "Record the conversation between any host and any driver",
  details: `Listens on NAME in the driver's place, and forwards every byte. FILE gets a line for each frame and for each
start and end of a connection (docs/recordings.md). FILE must not exist, and only you may read it. Ctrl+C ends the
recording, as does the end of a driver that was started here.

Secrets are masked everywhere they appear: the token, passwords, secret fields of the form, and passwords in connection
strings. Unreadable bytes are withheld. A secret that is not marked as one, such as a password in a statement's text, is
kept: read a recording before you share it.

${TARGET_DETAILS} A driver that is started gets the token that --token-env names; without one any host may use it.`,
  maxArguments: 0,
  takesTarget: true,
  timeoutMs: null,
  flags: [
    { name: "listen", value: "NAME", help: "The socket that hosts connect to" },
    { name: "out", value: "FILE", help: "The file of the recording" },
    { name: "raw", value: null, help: "Keep the original bytes, secrets included" },
    ...START_FLAGS,
    ...COMMON_FLAGS,
  ],
  load: () => import("../verbs/record.ts"),
};
