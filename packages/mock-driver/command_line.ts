/**
 * The mock driver's command line: the reference's (PROTOCOL.md#the-example-driver), and further options.
 *
 * @module
 */

/** The text of `--help`. */
export const HELP = `Custom Driver Example for DBFlux

Usage: custom-driver --socket <name>

Options:
  --socket <name>  Socket name to bind (required)
  --help, -h       Show this help
`;

/** The text of `--help-all`, without the faults. */
export const HELP_ALL: string = `${HELP}
More options of the mock driver:
  --scenario full    Tables and keys in memory, so that every request has an answer (reference)
  --fault NAME[:N]   Add a fault; may be repeated
  --list-faults      List the faults; with --json, as JSON
  --seed N           Seed of random values and bytes: equal seeds give equal ones (1)
  --now TIME         A fixed time: milliseconds since 1970, or 2024-01-02T03:04:05Z
  --stats FILE       Write counters to a file as JSON on exit; needs --allow-write=FILE
  --help-all         Show this help
`;

/** How the mock driver differs from the reference. */
export interface MockOptions {
  /** Which requests have answers. */
  scenario?: "reference" | "full";
  /** The faults, as `NAME` or `NAME:N`. */
  faults?: string[];
  /** The seed of random values. */
  seed?: number;
  /** A fixed time, in milliseconds since 1970. */
  now?: number;
  /** The file for the counters. */
  stats?: string;
}

/** What to do: serve on a socket, print and exit, or show what there is. */
export type Command =
  | ({ socket: string } & MockOptions)
  | { stdout: string; code: 0 }
  | { stderr: string; code: 1 }
  | { show: "help" | "faults" | "faults as json" };

const REMEDY = "Use --help-all for usage information";

/** Reads the arguments from left to right: help wins at once, the last socket wins. */
export function parseCommandLine(args: readonly string[]): Command {
  let socket: string | undefined;
  const options: MockOptions = {};
  for (let i = 0; i < args.length; i++) {
    const arg = args[i]!;
    if (arg === "--help" || arg === "-h") return { stdout: HELP, code: 0 };
    if (arg === "--help-all") return { show: "help" };
    if (arg === "--list-faults") return { show: args.includes("--json") ? "faults as json" : "faults" };
    if (arg === "--socket") {
      socket = args[++i];
      continue;
    }
    const read = Object.hasOwn(READERS, arg) ? READERS[arg] : undefined;
    if (read === undefined) return { stderr: `Unknown argument: ${arg}\n`, code: 1 };
    const wrong = read(options, args[++i] ?? "");
    if (wrong !== null) return { stderr: `Error: ${arg} ${wrong}\n${REMEDY}\n`, code: 1 };
  }
  if (socket === undefined) {
    return { stderr: "Error: --socket is required\nUse --help for usage information\n", code: 1 };
  }
  return { socket, ...options };
}

/** Takes over an option's value; returns what is wrong with it, or null. */
type Reader = (options: MockOptions, value: string) => string | null;

const READERS: Readonly<Record<string, Reader>> = {
  "--scenario": (options, value) => {
    if (value !== "full" && value !== "reference") return "takes reference or full";
    options.scenario = value;
    return null;
  },
  "--fault": (options, value) => {
    if (value === "") return "needs a name, such as slow:100";
    options.faults = [...options.faults ?? [], value];
    return null;
  },
  "--seed": (options, value) => {
    options.seed = /^\d{1,9}$/.test(value) ? Number(value) : NaN;
    return Number.isNaN(options.seed) ? "takes a whole number below 1000000000" : null;
  },
  "--now": (options, value) => {
    options.now = /^\d{1,15}$/.test(value) ? Number(value) : Date.parse(value);
    return Number.isNaN(options.now) ? "takes milliseconds since 1970, or a time such as 2024-01-02T03:04:05Z" : null;
  },
  "--stats": (options, value) => {
    options.stats = value;
    return value === "" ? "needs a file" : null;
  },
};
