/**
 * How `fluxwire probe conformance` is used.
 *
 * @module
 */
import { LAYOUTS } from "@fluxwire/wire/tables";
import { COMMON_FLAGS, DRIVER_FLAGS, SESSION_FLAGS } from "../command/flags.ts";
import { TARGET, TARGET_DETAILS, type Verb } from "../command/verb.ts";

/** The time limit for all checks in all layouts, in milliseconds. */
const ALL_CHECKS_MS = 600_000;

/** The verb, as the command line and the help know it. */
export const CONFORMANCE: Verb = {
  name: "conformance",
  usage: `[--suite S] [--layout L|all] ${TARGET}`,
  summary: "Check a driver against PROTOCOL.md, and show each check that does not pass",
  details: `The suites are core: what every driver must do; full: what hosts need for everything they show; strict: what
Fluxwire's own drivers also guarantee; hostile: behaviour under malicious input. ${TARGET_DETAILS}
The mock driver is started with --scenario full.

Failed checks are listed last; skipped and blocked ones are only counted without --verbose. Ctrl+C shows the results so
far, and exits with the signal's code.

A check passes, fails, is skipped if it does not apply to the driver, or is blocked by another that failed. --expect FILE
lists expected failures, one per line: a check's id, its layouts unless all of them, and # with the reason. Lines that no
longer apply fail the run.

--html writes the console's page with the results and the frames of all checks inside, in one file, which fetches nothing.
Secrets are masked in it. It replaces a file that exists.

Checks create tables and keys named fluxwire_... and fluxwire:conformance:..., and remove them.`,
  maxArguments: 0,
  takesTarget: true,
  mockArgs: ["--scenario", "full"],
  timeoutMs: ALL_CHECKS_MS,
  flags: [
    {
      name: "suite",
      value: "S",
      choices: ["core", "full", "strict", "hostile"],
      help: "core, full, strict or hostile (default full)",
    },
    { name: "only", value: "ID,...", help: "Only these checks, and those that they depend on" },
    { name: "list", value: null, help: "List the checks without running them" },
    { name: "expect", value: "FILE", help: "A file of expected failures" },
    { name: "query", value: "SQL", isRepeatable: true, help: "A statement that returns rows and changes nothing" },
    {
      name: "endless-query",
      value: "SQL",
      isRepeatable: true,
      help: "A statement that never ends, to be cancelled",
    },
    { name: "deadline", value: "MS", help: "Time limit for each check, in milliseconds (default 5000)" },
    { name: "verbose", value: null, help: "Also list the skipped and blocked checks" },
    { name: "junit", value: "FILE", help: "Also write a JUnit report" },
    { name: "html", value: "FILE", help: "Also write a report as a page that a browser opens without a server" },
    ...DRIVER_FLAGS.filter(({ name }) => name !== "layout"),
    {
      name: "layout",
      value: "L",
      choices: ["all", ...LAYOUTS],
      help: "The layouts to check, separated by commas, or all (default 0.7.1)",
    },
    ...SESSION_FLAGS,
    ...COMMON_FLAGS,
  ],
  load: () => import("../verbs/conformance.ts"),
};
