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
  summary: "Record what any host and any driver say to each other",
  details: `Listens on NAME as the driver would, and passes every byte on: the host connects there in place of the
driver. FILE gets a line for each connection, frame and end (docs/recordings.md). It must not exist, and only you may
read it. Ctrl+C ends the recording; so does the end of a driver that was started here.

Secrets are masked: the token, passwords, secret fields of the form, passwords in connection strings, and wherever
else any of these appears. What cannot be read is withheld. A secret that was never told as one, a password in the
text of a statement for example, is kept: look into a recording before you give it away.

${TARGET_DETAILS} A driver that is started gets the token that --token-env names, or none: any host may then use it.`,
  maxArguments: 0,
  takesTarget: true,
  timeoutMs: null,
  flags: [
    { name: "listen", value: "NAME", help: "The socket that hosts connect to" },
    { name: "out", value: "FILE", help: "The file of the recording" },
    { name: "raw", value: null, help: "Keep the bytes as they are, secrets included" },
    ...START_FLAGS,
    ...COMMON_FLAGS,
  ],
  load: () => import("../verbs/record.ts"),
};
