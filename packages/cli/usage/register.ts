/**
 * How `fluxwire register` is used.
 *
 * @module
 */
import { ALLOW_FLAG, COMMON_FLAGS } from "../command/flags.ts";
import type { Verb } from "../command/verb.ts";

/** The verb, as the command line and the help know it. */
export const REGISTER: Verb = {
  name: "register",
  usage: "FILE",
  summary: "Show what to enter in DBFlux to use a driver, release by release",
  details:
    `FILE is the module that serves the driver. It is started once by the command that is shown, to ask for its name: what
is shown works on this machine.

Give the permissions that the driver needs by --allow; the socket and the variables of the SDK are permitted already.`,
  maxArguments: 1,
  takesTarget: false,
  timeoutMs: 30_000,
  flags: [ALLOW_FLAG, ...COMMON_FLAGS],
  load: () => import("../verbs/register.ts"),
};
