/**
 * How `fluxwire probe fuzz` is used.
 *
 * @module
 */
import { COMMON_FLAGS, DRIVER_FLAGS, type Flag, SESSION_FLAGS } from "../command/flags.ts";
import { TARGET, TARGET_DETAILS, type Verb } from "../command/verb.ts";

/** The verb, as the command line and the help know it. */
export const FUZZ: Verb = {
  name: "fuzz",
  usage: `[--seed N] [--duration S | --runs N] [--out DIR] ${TARGET}`,
  summary: "Look for defects with requests that nobody sends, and with bytes that are none",
  details: `${TARGET_DETAILS} The mock driver is started with --scenario full.

What is said follows from the seed alone: requests of every kind with values at their edges, and bytes that are changed
where something counts. Whatever it is told, a driver must answer each request once, under its id, in its session and
version, keep the connection where the request was one, and live. What breaks that is said again and made small; the
same defect counts once. Rows and keys are written and deleted: use a database that nobody needs.

With --out each finding is a file that --reproduce says again. Exits with 8 where there is a finding. Ctrl+C ends it,
shows what was found so far and exits with the signal's code; a driver that was started is started again where it has ended.`,
  maxArguments: 0,
  takesTarget: true,
  mockArgs: ["--scenario", "full"],
  timeoutMs: null,
  flags: [
    { name: "seed", value: "N", help: "Where random choices begin: the same seed says the same (default a new one)" },
    { name: "duration", value: "S", help: "How long to look, in seconds (default 10)" },
    { name: "runs", value: "N", help: "How many connections to make, however long that takes" },
    { name: "max-findings", value: "N", help: "After how many findings to end (default 20)" },
    { name: "answer-timeout", value: "MS", help: "How long an answer may take, in milliseconds (default 2000)" },
    { name: "max-growth", value: "MIB", help: "How much more memory a driver may get, in MiB (default 256)" },
    { name: "out", value: "DIR", help: "A folder for findings, one file each; needs --allow-write=DIR" },
    { name: "reproduce", value: "FILE", help: "Say one finding again" },
    ...DRIVER_FLAGS.map(withAllLayouts),
    ...SESSION_FLAGS,
    ...COMMON_FLAGS,
  ],
  load: () => import("../verbs/fuzz.ts"),
};

/** The option of the layout also takes `all`. */
function withAllLayouts(flag: Flag): Flag {
  if (flag.name !== "layout") return flag;
  return { ...flag, choices: ["all", ...flag.choices ?? []], help: `${flag.help}; all takes turns` };
}
