/**
 * How `fluxwire probe client` is used.
 *
 * @module
 */
import { LAYOUTS } from "@fluxwire/wire";
import { COMMON_FLAGS, SESSION_FLAGS, START_FLAGS } from "../command/flags.ts";
import { TARGET, TARGET_DETAILS, type Verb } from "../command/verb.ts";

/** The verb, as the command line and the help know it. */
export const CLIENT: Verb = {
  name: "client",
  usage: `--layout L [--script FILE] ${TARGET}`,
  summary: "Do to a driver what DBFlux of a release does, byte for byte",
  details:
    `A mock of the host, for authors of drivers. It does what the real client does, in its order: it looks whether
somebody listens, says Hello to learn what the driver is, comes back, opens a session, and asks for what a window shows:
schema, a table's details and rows, or documents, or keys. Then it runs the statements of --query as the editor sends
them, cancels, and leaves. What the real client leaves out of its messages is left out; Rust drivers cannot read that.

DBFlux 0.4.0 to 0.4.7 stop after the first Hello: they start and ask an external driver, and never show it.

With --script it opens a session and then sends what FILE has: on each line the exact JSON of a request's body, such as
{"type":"Ping"}. Hello and OpenSession are sent first, unless the script begins with its own.

${TARGET_DETAILS}`,
  maxArguments: 0,
  takesTarget: true,
  flags: [
    { name: "script", value: "FILE", help: "The requests to send, in place of those of the real client; - for stdin" },
    { name: "query", value: "SQL", isRepeatable: true, help: "A statement for the editor to run" },
    ...START_FLAGS,
    { name: "layout", value: "L", choices: LAYOUTS, help: `The release: ${LAYOUTS.join(", ")} (default 0.7.1)` },
    ...SESSION_FLAGS,
    ...COMMON_FLAGS,
  ],
  load: () => import("../verbs/client.ts"),
};
