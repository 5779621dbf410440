/**
 * How `fluxwire probe client` is used.
 *
 * @module
 */
import { LAYOUTS } from "@fluxwire/wire/tables";
import { COMMON_FLAGS, SESSION_FLAGS, START_FLAGS } from "../command/flags.ts";
import { TARGET, TARGET_DETAILS, type Verb } from "../command/verb.ts";

/** The verb, as the command line and the help know it. */
export const CLIENT: Verb = {
  name: "client",
  usage: `--layout L [--script FILE] ${TARGET}`,
  summary: "Act as a release of DBFlux towards a driver, byte for byte",
  details:
    `A mock of the host, for authors of drivers. It does what the real client does, in the same order: it checks that
the driver listens, sends Hello on a connection of its own, connects again, opens a session, and requests what a window
shows: schema, a table's details and rows, or documents, or keys. Then it runs the statements of --query as the editor
sends them, cancels, and disconnects. It leaves out what the real client leaves out of its messages, which Rust drivers
cannot read.

DBFlux 0.4.0 to 0.4.7 stop after the first Hello: they start and probe an external driver, but never show it.

With --script it opens a session and sends the requests in FILE: each line is a request's body as exact JSON, such as
{"type":"Ping"}. Hello and OpenSession are sent first, unless the script starts with them.

${TARGET_DETAILS}`,
  maxArguments: 0,
  takesTarget: true,
  flags: [
    { name: "script", value: "FILE", help: "Requests to send instead of the real client's; - for stdin" },
    { name: "query", value: "SQL", isRepeatable: true, help: "A statement to run as the editor does" },
    ...START_FLAGS,
    {
      name: "layout",
      value: "L",
      choices: LAYOUTS,
      help: `The release's layout: ${LAYOUTS.join(", ")} (default 0.7.1)`,
    },
    ...SESSION_FLAGS,
    ...COMMON_FLAGS,
  ],
  load: () => import("../verbs/client.ts"),
};
