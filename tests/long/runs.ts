/**
 * The long tests, each a command of its own.
 *
 * @module
 */

/** A long test. */
export interface LongRun {
  /** Its name, for `--only`. */
  name: string;
  /** What it shows, and how long that takes. */
  what: string;
  /** The arguments of Deno. */
  args: readonly string[];
  /** Further variables. */
  env?: Readonly<Record<string, string>>;
}

const TEST = ["test", "--no-prompt", "-A"];
const TEST_WITH_NPM = [
  ...TEST,
  "--lock=npm.lock",
  "--frozen",
  "--ignore=!tests",
  "--ignore=!drivers",
  "--ignore=!systems",
];

/** The long tests, those that take the longest last. */
export const LONG_RUNS: readonly LongRun[] = [
  {
    name: "conformance",
    what: "faults of the mock that are found slowly, and twenty runs of the core checks in a row",
    args: [...TEST, "tests/long/conformance.ts"],
  },
  {
    name: "sqlite",
    what: "300 cancels, and 100 sessions side by side, three times",
    args: [...TEST, "drivers/sqlite/long/counts.ts"],
  },
  {
    name: "postgres",
    what: "5,000 cancels, and 100 sessions side by side, a hundred times; starts a server",
    args: [...TEST_WITH_NPM, "drivers/postgres/long/counts.ts"],
  },
  {
    name: "redis",
    what: "5,000 cancels, and 100 sessions side by side, a hundred times; starts a server",
    args: [...TEST_WITH_NPM, "drivers/redis/long/counts.ts"],
  },
  {
    name: "kill",
    what: "hosts killed a hundred times for each kind of driver",
    args: [...TEST, "tests/kill/all_kinds.ts", "--", "--long"],
  },
  {
    name: "properties",
    what: "ten minutes of hostile values for the codec",
    args: [...TEST_WITH_NPM, "tests/properties"],
    env: { MINUTES: "10" },
  },
  {
    name: "simulation",
    what: "20,000 seeds of servers that lose requests, answers and processes",
    args: [...TEST_WITH_NPM, "--ignore=!systems", "systems/apiplant/simulation"],
    env: { SIMULATION_SEEDS: "20000", SIMULATION_FIRST: "1000" },
  },
  {
    name: "kill-models",
    what: "a model server killed 200 times, 25 times at each step of a change",
    args: [...TEST_WITH_NPM, "--ignore=!systems", "systems/apiplant/e2e/killed_test.ts"],
    env: { KILL_ROUNDS: "25" },
  },
  {
    name: "many-models",
    what: "four model servers on one PostgreSQL, with twenty rounds of kills, pauses and restarts of the database",
    args: [...TEST_WITH_NPM, "systems/apiplant/e2e/many_test.ts"],
    env: { MANY_SERVERS: "4", MANY_ROUNDS: "20" },
  },
  {
    name: "many-models-nats",
    what:
      "four model servers on one stream of NATS, with twenty rounds of kills, pauses and restarts of NATS; needs Go",
    args: [...TEST_WITH_NPM, "tests/peers/jetstream_servers.ts", "--", "--long"],
  },
  {
    name: "grpc-peers",
    what: "20 clients in Python and in Node that call 300 times and close, twenty times; needs Node and Python",
    args: [...TEST, "tests/peers/foreign_peers.ts", "--", "--long"],
  },
  {
    name: "grpc-frames",
    what: "ten minutes of broken frames and header blocks for both ends of gRPC",
    args: [...TEST, "tests/fuzz/grpc_frames.ts", "--", "--long"],
  },
  {
    name: "jumpstarter",
    what: "clients of Jumpstarter 0.6.0 and 0.8.1 on our exporter; installs both from the Python registry",
    args: [...TEST, "--lock=npm.lock", "--frozen", "--ignore=!tests/jumpstarter", "tests/jumpstarter/older_clients.ts"],
  },
  {
    name: "console-delays",
    what: "the console's page, whose worker, socket and requests answer up to 0.7 s late; needs Chromium",
    args: [...TEST_WITH_NPM, "--parallel", "systems/console/browser"],
    env: { CONSOLE_DELAY_MS: "700", DENO_JOBS: "2" },
  },
  {
    name: "chaos",
    what: "ten minutes of calls to drivers that are killed, over connections that break",
    args: ["run", "--no-prompt", "-A", "tests/chaos/main.ts", "--minutes", "10"],
  },
];
