/**
 * How `fluxwire probe fuzz` is used.
 *
 * @module
 */
import type { Flag } from "@fluxwire/command";
import { COMMON_FLAGS, DRIVER_FLAGS, SESSION_FLAGS } from "../command/flags.ts";
import { TARGET, TARGET_DETAILS, type Verb } from "../command/verb.ts";

/** The verb, as the command line and the help know it. */
export const FUZZ: Verb = {
  name: "fuzz",
  usage: `[--seed N] [--duration S | --runs N] [--out DIR] ${TARGET}`,
  summary: "Look for defects with unusual requests and malformed bytes",
  details: `${TARGET_DETAILS} The mock driver is started with --scenario full.

The seed determines everything that is sent: requests of every kind with values at their limits, and bytes changed where
they matter. A driver must answer each request once, with its id, session and version, keep the connection if the request
was well-formed, and never crash. A violation is reproduced and minimised; the same defect counts once. Rows and keys are
written and deleted: use a disposable database.

With --out each finding is saved to a file for --reproduce. It exits with 8 if there is a finding. Ctrl+C ends it, shows
what was found so far and exits with the signal's code. A driver started here is restarted if it ends.`,
  maxArguments: 0,
  takesTarget: true,
  mockArgs: ["--scenario", "full"],
  timeoutMs: null,
  flags: [
    { name: "seed", value: "N", help: "The seed of random choices: the same seed sends the same (default a new one)" },
    { name: "duration", value: "S", help: "How long to look, in seconds (default 10)" },
    { name: "runs", value: "N", help: "How many connections to make, without a time limit" },
    { name: "max-findings", value: "N", help: "Stop after this many findings (default 20)" },
    { name: "answer-timeout", value: "MS", help: "Time limit for an answer, in milliseconds (default 2000)" },
    { name: "max-growth", value: "MIB", help: "How much a driver's memory may grow, in MiB (default 256)" },
    { name: "out", value: "DIR", help: "A folder for findings, one file each; needs --allow-write=DIR" },
    { name: "reproduce", value: "FILE", help: "Reproduce one finding" },
    ...DRIVER_FLAGS.map(withAllLayouts),
    ...SESSION_FLAGS,
    ...COMMON_FLAGS,
  ],
  load: () => import("../verbs/fuzz.ts"),
};

/** The option `--layout`, which also accepts `all`. */
function withAllLayouts(flag: Flag): Flag {
  if (flag.name !== "layout") return flag;
  return { ...flag, choices: ["all", ...flag.choices ?? []], help: `${flag.help}; all alternates` };
}
