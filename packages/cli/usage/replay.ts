/**
 * How `fluxwire probe replay` is used.
 *
 * @module
 */
import { COMMON_FLAGS, START_FLAGS } from "../command/flags.ts";
import { TARGET, TARGET_DETAILS, type Verb } from "../command/verb.ts";

/** The verb, as the command line and the help know it. */
export const REPLAY: Verb = {
  name: "replay",
  usage: `RECORDING [--as host] ${TARGET} | RECORDING --as driver --listen NAME`,
  summary: "Replay a recording against a driver, or to a host, and show what differs",
  details: async () => {
    // Loaded for the help alone: the package is large, and every command line reads this table.
    const { IGNORED_BY_DEFAULT } = await import("@fluxwire/testing/recording");
    return `As the host it asks a driver what was asked, in the same order, and compares the answers; ids that the driver
gives out are matched. As the driver it answers whoever connects to NAME as was answered, and compares the requests;
it ends with the last connection of the recording. Exit code 8 where something differs.

Not compared: what was masked, ${IGNORED_BY_DEFAULT.join(", ")}, and what --ignore adds.
What was masked is given again by --token-env, --password-env and --secret-env.

${TARGET_DETAILS} A driver that is started gets the token that --token-env names, or none.`;
  },
  maxArguments: 1,
  takesTarget: true,
  timeoutMs: null,
  flags: [
    { name: "as", value: "ROLE", choices: ["host", "driver"], help: "Which end to be: host or driver (default host)" },
    { name: "listen", value: "NAME", help: "As the driver: the socket that hosts connect to" },
    {
      name: "ignore",
      value: "PATH",
      isRepeatable: true,
      help: "Do not compare this part: body.result.rows[0][1], * for any key or index, **. in front for anywhere",
    },
    {
      name: "ignore-order",
      value: "PATH",
      isRepeatable: true,
      help: "Compare this list whatever the order of its elements: body.result.rows",
    },
    { name: "password-env", value: "NAME", help: "The variable that holds the form's password" },
    {
      name: "secret-env",
      value: "ID=NAME",
      isRepeatable: true,
      help: "The variable that holds the value of a field of the form that was masked",
    },
    ...START_FLAGS,
    ...COMMON_FLAGS,
  ],
  load: () => import("../verbs/replay.ts"),
};
