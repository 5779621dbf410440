/**
 * How `fluxwire probe bench` is used.
 *
 * @module
 */
import { benchTimeoutMs } from "../bench/duration.ts";
import { COMMON_FLAGS, DRIVER_FLAGS, type Flag, SESSION_FLAGS } from "../command/flags.ts";
import { TARGET, TARGET_DETAILS, type Verb } from "../command/verb.ts";

const BENCH_FLAGS: readonly Flag[] = [
  { name: "query", value: "SQL", isRepeatable: true, help: "Measure this statement (default pings)" },
  {
    name: "payload",
    value: "BYTES",
    isRepeatable: true,
    help: "Measure a result of so many bytes: SELECT repeat('x', BYTES)",
  },
  { name: "duration", value: "MS", help: "How long each is measured (default 10000)" },
  { name: "warm-up", value: "MS", help: "How long each is called before that (default 1000)" },
  { name: "rate", value: "N", help: "Calls a second, whatever the driver does (default as fast as answers come)" },
  { name: "connections", value: "N", help: "Connections, with a session on each (default 1)" },
  { name: "pipeline", value: "N", help: "Calls in flight on each connection (default 1; 32 with --rate)" },
  { name: "floor", value: null, help: "Measure a raw echo of as many bytes beside, by turns, and show ratios" },
  { name: "compare", value: "FILE", help: "Show ratios to a run that was saved with --json" },
  {
    name: "fail-if",
    value: "CONDITION",
    isRepeatable: true,
    help: "Exit with 8 where it holds: p50, p90, p99, p99.9, max, rate or errors, as in p99>5ms, rate<1000, errors>0",
  },
];

/** The verb, as the command line and the help know it. */
export const BENCH: Verb = {
  name: "bench",
  usage: TARGET,
  summary: "Measure how fast a driver answers",
  details: `${TARGET_DETAILS}

Times are corrected for coordinated omission: what callers would have waited for while the driver stood still and nobody
could call it. With --rate a call's time runs from when it should have been sent; without, calls are expected as far
apart as half of them take. The times as they were measured are shown beside; --fail-if and --compare use the corrected.
Calls that are answered with an error are counted and not timed.

The histogram comes from npm, so this verb runs in a process of its own, and needs a registry the first time. SIGINT
shows what was measured so far. Without --timeout it is bounded by what it is to measure and 30 s.`,
  maxArguments: 0,
  takesTarget: true,
  mockArgs: ["--scenario", "full"],
  timeoutMs: benchTimeoutMs,
  flags: [...BENCH_FLAGS, ...DRIVER_FLAGS, ...SESSION_FLAGS, ...COMMON_FLAGS],
  load: () => import("../verbs/bench.ts"),
};
