/**
 * How `fluxwire probe bench` is used.
 *
 * @module
 */
import { benchTimeoutMs } from "../bench/duration.ts";
import type { Flag } from "@fluxwire/command";
import { COMMON_FLAGS, DRIVER_FLAGS, SESSION_FLAGS } from "../command/flags.ts";
import { TARGET, TARGET_DETAILS, type Verb } from "../command/verb.ts";

const BENCH_FLAGS: readonly Flag[] = [
  { name: "query", value: "SQL", isRepeatable: true, help: "Measure this statement (default pings)" },
  {
    name: "payload",
    value: "BYTES",
    isRepeatable: true,
    help: "Measure a result of this size: SELECT repeat('x', BYTES)",
  },
  { name: "duration", value: "MS", help: "How long each measurement takes, in milliseconds (default 10000)" },
  { name: "warm-up", value: "MS", help: "How long to warm up before each, in milliseconds (default 1000)" },
  {
    name: "rate",
    value: "N",
    help: "Calls a second, sent without waiting for answers (default as fast as answers come)",
  },
  { name: "connections", value: "N", help: "Connections, with a session on each (default 1)" },
  { name: "pipeline", value: "N", help: "Calls in flight on each connection (default 1; 32 with --rate)" },
  { name: "floor", value: null, help: "Also measure a raw echo of the same size, in alternation, and show ratios" },
  { name: "compare", value: "FILE", help: "Show ratios to a run saved with --json" },
  {
    name: "fail-if",
    value: "CONDITION",
    isRepeatable: true,
    help: "Exit with 8 if it holds: p50, p90, p99, p99.9, max, rate or errors, as in p99>5ms, rate<1000, errors>0",
  },
];

/** The verb, as the command line and the help know it. */
export const BENCH: Verb = {
  name: "bench",
  usage: TARGET,
  summary: "Measure how fast a driver answers",
  details: `${TARGET_DETAILS}

Times are corrected for coordinated omission: they include the time that callers would have waited while the driver was
stalled. With --rate, a call's time starts when it was due; without, calls are expected at intervals of the median time.
Uncorrected times are shown too; --fail-if and --compare use the corrected ones. Calls that are answered with an error are
counted but not timed.

The histogram comes from npm, so this verb runs in its own process and needs the registry the first time. SIGINT shows
what was measured so far. The default time limit is the planned duration plus 30 s.`,
  maxArguments: 0,
  takesTarget: true,
  mockArgs: ["--scenario", "full"],
  timeoutMs: benchTimeoutMs,
  flags: [...BENCH_FLAGS, ...DRIVER_FLAGS, ...SESSION_FLAGS, ...COMMON_FLAGS],
  load: () => import("../verbs/bench.ts"),
};
