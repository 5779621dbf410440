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
  summary: "Replay a recording to a driver or a host, and show the differences",
  details: async () => {
    // Loaded for the help alone: the package is large, and every command line reads this table.
    const { IGNORED_BY_DEFAULT } = await import("@fluxwire/testing/recording");
    return `As the host it sends the recorded requests to a driver, in the same order, and compares the answers; ids that
the driver assigns are matched. As the driver it listens on NAME, sends the recorded answers, and compares the requests;
it ends with the recording's last connection. It exits with 8 if something differs.

Not compared: masked values, ${IGNORED_BY_DEFAULT.join(", ")}, and what --ignore adds.
--token-env, --password-env and --secret-env supply masked values again.

${TARGET_DETAILS} A driver that is started gets the token that --token-env names, or none.`;
  },
  maxArguments: 1,
  takesTarget: true,
  timeoutMs: null,
  flags: [
    { name: "as", value: "ROLE", choices: ["host", "driver"], help: "The side to play: host or driver (default host)" },
    { name: "listen", value: "NAME", help: "The socket that hosts connect to, with --as driver" },
    {
      name: "ignore",
      value: "PATH",
      isRepeatable: true,
      help: "Do not compare this path, such as body.result.rows[0][1]; * is any key or index, a leading **. any depth",
    },
    { name: "password-env", value: "NAME", help: "The variable that holds the form's password" },
    {
      name: "secret-env",
      value: "ID=NAME",
      isRepeatable: true,
      help: "The variable that holds the value of a masked field of the form",
    },
    ...START_FLAGS,
    ...COMMON_FLAGS,
  ],
  load: () => import("../verbs/replay.ts"),
};
