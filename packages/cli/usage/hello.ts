/**
 * How `fluxwire probe hello` is used.
 *
 * @module
 */
import { COMMON_FLAGS, DRIVER_FLAGS } from "../command/flags.ts";
import { TARGET, TARGET_DETAILS, type Verb } from "../command/verb.ts";

/** The verb, as the command line and the help know it. */
export const HELLO: Verb = {
  name: "hello",
  usage: TARGET,
  summary: "Show how a driver describes itself",
  details: `${TARGET_DETAILS}

Each flag of the driver is named, with what DBFlux offers because of it. Flags that only Settings, Drivers lists come last.`,
  maxArguments: 0,
  takesTarget: true,
  flags: [...DRIVER_FLAGS, ...COMMON_FLAGS],
  load: () => import("../verbs/hello.ts"),
};
