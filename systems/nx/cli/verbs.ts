/**
 * The verbs of `fluxwire nx`, each with its usage.
 *
 * @module
 */
import { type Flag, JSON_FLAG } from "@fluxwire/command";
import type { Verb } from "@fluxwire/command/program";

const ANSWER_MS = 10_000;
const STOP_MS = 60_000;

const CONTROL: Flag = { name: "control", value: "PATH", help: "The host's control socket (default: the user's own)" };
const TIMEOUT: Flag = { name: "timeout", value: "MS", help: "Time limit in milliseconds" };
const ASKING: readonly Flag[] = [CONTROL, TIMEOUT, JSON_FLAG];

/** `fluxwire nx run`, which is meant where no verb is named. */
export const RUN: Verb = {
  name: "run",
  usage: "-instances FILE",
  summary: "Run the drivers of an instances file until SIGTERM or SIGINT",
  words: [0, 0],
  timeoutMs: null,
  flags: [
    { name: "instances", value: "FILE", help: "The drivers to run; required" },
    { name: "drivers_dir", value: "FOLDER", help: "Where their programs are (default ./drivers)" },
    { name: "out_dir", value: "FOLDER", help: "Where each gets a working folder (default ./run)" },
    {
      name: "publisher",
      value: "WORDS",
      help: "Where they publish: file, noop, core; several with commas (default file)",
    },
    { name: "publisher_dir", value: "FOLDER", help: "Where file publishes (default ./out)" },
    {
      name: "internal_grpc_sock",
      value: "PATH",
      help: "The socket for drivers (default /tmp/nxdriver-host.sock)",
    },
    { name: "log_level", value: "LEVEL", help: "debug, info, warn or error (default info)" },
    { name: "log_format", value: "FORMAT", help: "text or json, on stderr (default text)" },
    { name: "log_dir", value: "FOLDER", help: "Where the log of each driver is kept (default: the user's own)" },
    { name: "no_log_files", value: null, help: "Keep logs in memory only" },
    { name: "require_token", value: null, help: "Refuse calls without the token of a launch" },
    { name: "check", value: null, help: "Say all problems of the file, and end" },
    CONTROL,
    JSON_FLAG,
  ],
  load: () => import("./run.ts"),
};

/** Every verb. */
export const VERBS: readonly Verb[] = [
  RUN,
  {
    name: "status",
    usage: "[ID]",
    summary: "Show the instances of a running host: state, health, hubs, children, memory, last error",
    words: [0, 1],
    timeoutMs: ANSWER_MS,
    flags: [{ name: "format", value: "F", help: "table, json or prometheus (default table)" }, ...ASKING],
    load: () => import("./status.ts"),
  },
  {
    name: "restart",
    usage: "ID",
    summary: "Stop an instance and start it again",
    words: [1, 1],
    timeoutMs: STOP_MS,
    flags: ASKING,
    load: () => import("./restart.ts"),
  },
  {
    name: "stop",
    usage: "[ID]",
    summary: "Stop an instance, or the host with all of them",
    words: [0, 1],
    timeoutMs: STOP_MS,
    flags: ASKING,
    load: () => import("./stop.ts"),
  },
  {
    name: "logs",
    usage: "[ID]",
    summary: "Show the last lines of the logs",
    words: [0, 1],
    timeoutMs: null,
    flags: [
      { name: "lines", short: "n", value: "N", help: "How many lines (default 100)" },
      { name: "follow", short: "f", value: null, help: "Go on with new lines until interrupted" },
      ...ASKING,
    ],
    load: () => import("./logs.ts"),
  },
  {
    name: "command",
    usage: "ID ENDPOINT JSON",
    summary: "Send a command to an endpoint of an instance, by its driver session",
    words: [3, 3],
    timeoutMs: ANSWER_MS,
    flags: ASKING,
    load: () => import("./command.ts"),
  },
  {
    name: "proxy",
    usage: "HUB_DEVICE_ID CHILD_REF ENDPOINT JSON",
    summary: "Send a command to a child of a hub, by the hub",
    words: [4, 4],
    timeoutMs: ANSWER_MS,
    flags: ASKING,
    load: () => import("./proxy.ts"),
  },
  {
    name: "discover",
    usage: "ID",
    summary: "Let a hub look for children, and show which of them have an instance",
    words: [1, 1],
    timeoutMs: 70_000,
    flags: [{
      name: "instances",
      value: null,
      help: "Write entries for an instances file; FILL-IN where the driver is not known",
    }, ...ASKING],
    load: () => import("./discover.ts"),
  },
  {
    name: "events",
    usage: "HUB_DEVICE_ID [CHILD_REF]",
    summary: "Show the events of a hub, or of one of its children, until interrupted",
    words: [1, 2],
    timeoutMs: null,
    flags: ASKING,
    load: () => import("./events.ts"),
  },
  {
    name: "core",
    usage: "--listen ADDRESS --models URL",
    summary: "Take what hosts publish, and write it to a model server until SIGTERM or SIGINT",
    words: [0, 0],
    timeoutMs: null,
    flags: [
      { name: "listen", value: "ADDRESS", help: "Where hosts publish: unix:PATH or HOST:PORT; required" },
      { name: "models", value: "URL", help: "The model server, such as http://127.0.0.1:1337; required" },
      { name: "token-env", value: "NAME", help: "The variable that holds the API key for the model server" },
      JSON_FLAG,
    ],
    load: () => import("./core.ts"),
  },
  {
    name: "package",
    usage: "MAIN.ts",
    summary: "Write the package of a driver: its six files, and all with the program as one archive",
    words: [1, 1],
    timeoutMs: null,
    flags: [{ name: "out", value: "FOLDER", help: "Where to write them (default .)" }, JSON_FLAG],
    load: () => import("./package.ts"),
  },
  {
    name: "lint",
    usage: "FOLDER",
    summary:
      "Say what is wrong with the files of a package, also beside what its driver declares: imports its program, whose code runs",
    words: [1, 1],
    timeoutMs: null,
    flags: [JSON_FLAG],
    load: () => import("./lint.ts"),
  },
];
