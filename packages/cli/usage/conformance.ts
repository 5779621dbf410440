/**
 * How `fluxwire probe conformance` is used.
 *
 * @module
 */
import { LAYOUTS } from "@fluxwire/wire";
import { COMMON_FLAGS, DRIVER_FLAGS, SESSION_FLAGS } from "../command/flags.ts";
import { TARGET, TARGET_DETAILS, type Verb } from "../command/verb.ts";

/** The bound of all checks in all layouts, in milliseconds. */
const ALL_CHECKS_MS = 600_000;

/** The verb, as the command line and the help know it. */
export const CONFORMANCE: Verb = {
  name: "conformance",
  usage: `[--suite S] [--layout L|all] ${TARGET}`,
  summary: "Check a driver against PROTOCOL.md, one line for each check that does not pass",
  details: `The suites: core is what every driver must do, full what hosts need for all that they show, strict what
drivers of ours do besides, hostile what no bad peer may bring about. ${TARGET_DETAILS}
The mock driver is started with --scenario full.

Checks that failed stand last, those that are skipped or blocked are only counted without --verbose. Ctrl+C
shows what was found so far, and exits with the signal's code.
A check has passed, failed, is skipped where it says nothing about the driver, or blocked by one that failed. With
--expect FILE, failures that the file names are expected; lines of it that are not true any more fail the run. A line is
an id, layouts where it is not all of them, and # with the reason.

Checks make tables and keys of their own, named fluxwire_... and fluxwire:conformance:..., and remove them.`,
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
    { name: "only", value: "ID,...", help: "These checks, and those that they need" },
    { name: "list", value: null, help: "Show the checks, and run none" },
    { name: "expect", value: "FILE", help: "A file of expected failures" },
    { name: "query", value: "SQL", isRepeatable: true, help: "A statement that gives rows and changes nothing" },
    {
      name: "endless-query",
      value: "SQL",
      isRepeatable: true,
      help: "A statement that takes for ever, to be cancelled",
    },
    { name: "deadline", value: "MS", help: "How long each check may take, in milliseconds (default 5000)" },
    { name: "verbose", value: null, help: "Also show each check that is skipped or blocked" },
    { name: "junit", value: "FILE", help: "Also write a report in JUnit's form" },
    { name: "html", value: "FILE", help: "Also write a page with every frame explained" },
    ...DRIVER_FLAGS.filter(({ name }) => name !== "layout"),
    {
      name: "layout",
      value: "L",
      choices: ["all", ...LAYOUTS],
      help: "Which layouts to speak: 0.4 to 0.8, by commas, or all (default 0.7.1)",
    },
    ...SESSION_FLAGS,
    ...COMMON_FLAGS,
  ],
  load: () => import("../verbs/conformance.ts"),
};
