/**
 * How the verbs of `fluxwire host` are used.
 *
 * @module
 */
import { ANY_OWNER_FLAG, COMMON_FLAGS, type Flag } from "../command/flags.ts";
import type { Verb } from "../command/verb.ts";

/** The bound of what a host answers at once, and of what it must stop and start for, in milliseconds. */
const ANSWER_MS = 10_000;
const STOP_MS = 60_000;

const CONTROL_FLAG: Flag = {
  name: "control",
  value: "PATH",
  help: "The host's control socket, in a folder that is private (default in the user's runtime folder)",
};

const CONTROL_DETAILS =
  `It asks the host that runs on the control socket; if none runs there, it exits with 2. A socket that is
a file needs --allow-read and --allow-write.`;

const shared = { takesTarget: false, maxArguments: 1 } as const;

/** `fluxwire host run`. */
export const RUN: Verb = {
  ...shared,
  name: "run",
  usage: "[--config FILE]",
  summary: "Run the services of the configuration until SIGTERM or SIGINT",
  details:
    `Starts every service that is enabled, keeps it running by its restart policy, and listens on a control socket.
Drivers that listen already are used and never stopped. On SIGTERM and SIGINT everything is stopped, and it exits with 0.

Drivers ask whoever connects for the token of --token-env or DBFLUX_DRIVER_IPC_TOKEN. Without one, each start has a fresh
token that nobody else knows.

Each change of a service is a line, with --json a document: {"event":"ready","service":...}.`,
  maxArguments: 0,
  flags: [
    {
      name: "config",
      value: "FILE",
      help: "The file with the services: a config.json or dbflux.db (default your own)",
    },
    {
      name: "no-token",
      value: null,
      help: "Let drivers ask nobody for a token: whoever reaches their sockets uses them",
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
  summary: "Show the services of a running host: state, restarts, sessions, calls, memory, last error",
  details: `${CONTROL_DETAILS}

Sessions, calls and bytes are those that went through the host. DBFlux connects to drivers by itself: what it does there
is not seen here.`,
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

Returns when the service is ready; one that does not become ready makes it exit with 2. Failures are forgotten: a service
that was given up gets all its attempts again.`,
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

Calls in flight get their time, then sessions are closed, then the driver's stdin; then come SIGTERM and SIGKILL. Returns
when nothing of it is left.`,
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

Without ID the lines of all services, in the order of their times. With --json each line is a document.`,
  timeoutMs: null,
  flags: [
    { name: "lines", short: "n", value: "N", help: "How many of the last lines (default 100); also -n N" },
    { name: "follow", short: "f", value: null, help: "Go on with the lines that come, until interrupted; also -f" },
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
