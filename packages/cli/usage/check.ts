/**
 * How `fluxwire check` is used.
 *
 * @module
 */
import { COMMON_FLAGS, type Flag } from "../command/flags.ts";
import type { Verb } from "../command/verb.ts";

const TIMEOUT: Flag = {
  name: "timeout",
  value: "MS",
  help: "Time limit for opening a session, and for closing it, in milliseconds (default 10000)",
};

/** The verb, as the command line and the help know it. */
export const CHECK: Verb = {
  name: "check",
  usage: "FILE",
  summary: "Say what DBFlux could not do with a driver, and what its client mishandles",
  details:
    `FILE is the driver's module: it exports the driver as \`driver\` or as its default. A session is opened with the form's
values to see which methods it has, and closed at once. If it cannot be opened, only the description is checked. Deno must
have the permissions that the driver needs to open a session.

A finding that is an error makes it exit with 8. docs/driver-check.md has every finding.`,
  maxArguments: 1,
  takesTarget: false,
  limitsItself: true,
  flags: [
    { name: "value", value: "ID=VALUE", isRepeatable: true, help: "A value of the form; others keep their defaults" },
    { name: "password-env", value: "NAME", help: "The variable that holds the form's password" },
    ...COMMON_FLAGS.map((flag) => flag.name === "timeout" ? TIMEOUT : flag),
  ],
  load: () => import("../verbs/check.ts"),
};
