/**
 * How `fluxwire check` is used.
 *
 * @module
 */
import type { Flag } from "@fluxwire/command";
import { COMMON_FLAGS } from "../command/flags.ts";
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
  summary: "Report what DBFlux cannot do with a driver, and what its client mishandles",
  details:
    `FILE is the module that exports the driver, as \`driver\` or as its default export. A session is opened with the form's
values to see which methods it has, then closed. If it cannot be opened, only the description is checked. Deno needs the
permissions that the driver needs to open a session.

It exits with 8 if a finding is an error. docs/driver-check.md lists all findings.`,
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
