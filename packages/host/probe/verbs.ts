/**
 * The verbs of the command line.
 *
 * @module
 */
import type { Context } from "./context.ts";
import { COMMON_FLAGS, DRIVER_FLAGS, type Flag, MESSAGE_FLAGS, SESSION_FLAGS } from "./flags.ts";

/** What a verb's module has. */
export interface VerbModule {
  /** Does it, and gives the exit code. What it throws is printed, and decides the exit code. */
  run(context: Context): Promise<number>;
}

/** One verb. */
export interface Verb {
  /** Its name. */
  name: string;
  /** Its arguments, as the help shows them. */
  usage: string;
  /** What it does, in one line. */
  summary: string;
  /** What it does, where one line is not enough. */
  details: string;
  /** The most arguments it takes. */
  maxArguments: number;
  /** Whether it takes a command to start, after `--`. */
  takesTarget: boolean;
  /** Its options. */
  flags: readonly Flag[];
  /** Loads what does it: a verb's code costs start-up time only where it is used. */
  load(): Promise<VerbModule>;
}

const TARGET = "[--socket ID | -- COMMAND ARGS...]";

const TARGET_DETAILS = `Without a target the mock driver is started on a fresh socket. A COMMAND is started and stopped
afterwards: {socket} in it becomes a fresh name, an explicit --socket NAME is used as it is, and where neither stands
--socket NAME is appended.`;

/** Every verb; the first one is meant where none is given. */
export const VERBS: readonly [Verb, ...Verb[]] = [
  {
    name: "tour",
    usage: TARGET,
    summary: "Walk through everything a first use needs, one line each (without a verb)",
    details: `${TARGET_DETAILS}

The queries are the four examples of the mock driver, or those given by --query. What a driver does not support is
shown as skipped.`,
    maxArguments: 0,
    takesTarget: true,
    flags: [
      { name: "query", value: "SQL", isRepeatable: true, help: "A query to run, on a driver other than the mock" },
      ...DRIVER_FLAGS,
      ...SESSION_FLAGS,
      ...COMMON_FLAGS,
    ],
    load: () => import("./verbs/tour.ts"),
  },
  {
    name: "hello",
    usage: TARGET,
    summary: "Show what a driver says it is",
    details: TARGET_DETAILS,
    maxArguments: 0,
    takesTarget: true,
    flags: [...DRIVER_FLAGS, ...COMMON_FLAGS],
    load: () => import("./verbs/hello.ts"),
  },
  {
    name: "ping",
    usage: TARGET,
    summary: "Ask a driver for a sign of life",
    details: `${TARGET_DETAILS}

A driver that answers only within a session gets one, opened with the form's values.`,
    maxArguments: 0,
    takesTarget: true,
    flags: [...DRIVER_FLAGS, ...SESSION_FLAGS, ...COMMON_FLAGS],
    load: () => import("./verbs/ping.ts"),
  },
  {
    name: "query",
    usage: `SQL ${TARGET}`,
    summary: "Run a query and show its rows",
    details: `SQL may be -, which reads it from stdin.

${TARGET_DETAILS}`,
    maxArguments: 1,
    takesTarget: true,
    flags: [...DRIVER_FLAGS, ...SESSION_FLAGS, ...COMMON_FLAGS],
    load: () => import("./verbs/query.ts"),
  },
  {
    name: "list",
    usage: "",
    summary: "Show every request with its answer, and every type of the wire",
    details: "What it shows comes from the tables of the codec.",
    maxArguments: 0,
    takesTarget: false,
    flags: COMMON_FLAGS,
    load: () => import("./verbs/list.ts"),
  },
  {
    name: "describe",
    usage: "TYPE [--layout L]",
    summary: "Show what a type of the wire is made of",
    details:
      `Fields stand in the order of the wire, with the first layout that has them, what is written where nothing is
given, and what upstream leaves out. Variants and flags are shown in every layout, or in that of --layout.`,
    maxArguments: 1,
    takesTarget: false,
    flags: [...MESSAGE_FLAGS.filter(({ name }) => name === "layout"), ...COMMON_FLAGS],
    load: () => import("./verbs/describe.ts"),
  },
  {
    name: "decode",
    usage: "--layout L --role ROLE [--hex H | FILE]",
    summary: "Show a message as exact JSON",
    details: `Reads the bytes of one payload from FILE, or from stdin.

With --lines it reads one payload in hex from each line, and writes one JSON document for each.

With --annotate it shows what each byte is: offset, bytes, field path, type and value; of broken bytes all that can be
read, then the first wrong byte with what was expected there.`,
    maxArguments: 1,
    takesTarget: false,
    flags: [
      ...MESSAGE_FLAGS,
      { name: "hex", value: "H", help: "The bytes, in hex" },
      { name: "lines", value: null, help: "One payload in hex per line in, one JSON document per line out" },
      { name: "annotate", value: null, help: "Show what each byte is" },
      { name: "all", value: null, help: "With --annotate: show long texts and lists as a whole" },
      ...COMMON_FLAGS,
    ],
    load: () => import("./verbs/decode.ts"),
  },
  {
    name: "encode",
    usage: "--layout L --role ROLE [FILE]",
    summary: "Write the bytes of a message given as exact JSON",
    details: `Reads the JSON of one envelope from FILE, or from stdin, and writes its payload.

With --lines it reads one envelope, or one document of decode --lines, from each line, and writes one line of hex for
each, or a JSON document that says why not.`,
    maxArguments: 1,
    takesTarget: false,
    flags: [
      ...MESSAGE_FLAGS,
      { name: "hex", value: null, help: "Write hex in place of raw bytes" },
      { name: "lines", value: null, help: "One JSON document per line in, one payload in hex per line out" },
      { name: "faithful", value: null, help: "Leave out what the real client leaves out" },
      ...COMMON_FLAGS,
    ],
    load: () => import("./verbs/encode.ts"),
  },
];
