/**
 * How the verbs of `fluxwire host` are used.
 *
 * @module
 */
import type { Flag } from "@fluxwire/command";
import { ANY_OWNER_FLAG, COMMON_FLAGS } from "../command/flags.ts";
import type { Verb } from "../command/verb.ts";

/** Time limits for what a host answers at once, and for what stops or starts services, in milliseconds. */
const ANSWER_MS = 10_000;
const STOP_MS = 60_000;

const CONTROL_FLAG: Flag = {
  name: "control",
  value: "PATH",
  help: "The host's control socket, in a private folder (default in the user's runtime folder)",
};

const CONTROL_DETAILS =
  `It asks the host that listens on the control socket, and exits with 2 if none does. A socket that is a
file needs --allow-read and --allow-write.`;

const shared = { takesTarget: false, maxArguments: 1 } as const;

/** `fluxwire host run`. */
export const RUN: Verb = {
  ...shared,
  name: "run",
  usage: "[--config FILE]",
  summary: "Run the services of the configuration until SIGTERM or SIGINT",
  details:
    `Starts every enabled service, keeps it running according to its restart policy, and listens on a control socket.
Drivers that already listen are used and never stopped. On SIGTERM and SIGINT it stops everything and exits with 0.

Drivers require the token of --token-env or DBFLUX_DRIVER_IPC_TOKEN from every client. Without one, each start has a fresh
token that only the host and the driver know.

Each change of a service is a line, or with --json a document: {"event":"ready","service":...}.`,
  maxArguments: 0,
  flags: [
    {
      name: "config",
      value: "FILE",
      help: "The file with the services: a config.json or dbflux.db (default: yours)",
    },
    {
      name: "no-token",
      value: null,
      help: "Start drivers without a token: any program that reaches their sockets can use them",
    },
    ANY_OWNER_FLAG,
    { name: "no-log-files", value: null, help: "Keep logs in memory only" },
    CONTROL_FLAG,
    ...COMMON_FLAGS,
  ],
  load: () => import("../verbs/host/run.ts"),
};

/** `fluxwire host status`. */
export const STATUS: Verb = {
  ...shared,
  name: "status",
  usage: "[ID]",
  summary: "Show a running host's services: state, restarts, sessions, calls, memory, last error",
  details: `${CONTROL_DETAILS}

Sessions, calls and bytes count what goes through the host. DBFlux connects to drivers directly, so its own sessions and
calls are not included.`,
  timeoutMs: ANSWER_MS,
  flags: [
    {
      name: "format",
      value: "F",
      choices: ["table", "json", "prometheus"],
      help: "table, json or prometheus (default table; json with --json)",
    },
    CONTROL_FLAG,
    ...COMMON_FLAGS,
  ],
  load: () => import("../verbs/host/status.ts"),
};

/** `fluxwire host restart`. */
export const RESTART: Verb = {
  ...shared,
  name: "restart",
  usage: "ID",
  summary: "Stop a service of a running host and start it again",
  details: `${CONTROL_DETAILS}

Returns when the service is ready, and exits with 2 if it does not become ready. Earlier failures no longer count: a
service that was given up gets all its attempts again.`,
  timeoutMs: STOP_MS,
  flags: [CONTROL_FLAG, ...COMMON_FLAGS],
  load: () => import("../verbs/host/restart.ts"),
};

/** `fluxwire host stop`. */
export const STOP: Verb = {
  ...shared,
  name: "stop",
  usage: "[ID]",
  summary: "Stop a service of a running host, or the host with all of them",
  details: `${CONTROL_DETAILS}

Calls in flight may finish, then sessions and the driver's stdin are closed, then SIGTERM and SIGKILL follow. Returns when
all its processes have ended.`,
  timeoutMs: STOP_MS,
  flags: [CONTROL_FLAG, ...COMMON_FLAGS],
  load: () => import("../verbs/host/stop.ts"),
};

/** `fluxwire host logs`. */
export const LOGS: Verb = {
  ...shared,
  name: "logs",
  usage: "[ID]",
  summary: "Show the last lines of the logs of a running host",
  details: `${CONTROL_DETAILS}

Without ID it shows the lines of all services, ordered by time. With --json each line is a document.`,
  timeoutMs: null,
  flags: [
    { name: "lines", short: "n", value: "N", help: "How many lines to show (default 100); also -n N" },
    { name: "follow", short: "f", value: null, help: "Keep showing new lines until interrupted; also -f" },
    CONTROL_FLAG,
    ...COMMON_FLAGS,
  ],
  load: () => import("../verbs/host/logs.ts"),
};

/** `fluxwire host` without a verb, which is wrong usage. */
export const NO_VERB: Verb = {
  name: "",
  usage: "",
  summary: "",
  details: "",
  maxArguments: 0,
  takesTarget: false,
  flags: COMMON_FLAGS,
  load: () => import("../verbs/host/none.ts"),
};
