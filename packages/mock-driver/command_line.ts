/**
 * The mock driver's command line, as the reference's (fact sheet 8.1).
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

/** What to do: serve on a socket, or print and exit. */
export type Command =
  | { socket: string }
  | { stdout: string; code: 0 }
  | { stderr: string; code: 1 };

/** Reads the arguments from left to right: help acts at once, the last socket wins. */
export function parseCommandLine(args: readonly string[]): Command {
  let socket: string | undefined;
  for (let i = 0; i < args.length; i++) {
    const arg = args[i]!;
    if (arg === "--help" || arg === "-h") return { stdout: HELP, code: 0 };
    if (arg !== "--socket") return { stderr: `Unknown argument: ${arg}\n`, code: 1 };
    socket = args[++i];
  }
  if (socket === undefined) {
    return { stderr: "Error: --socket is required\nUse --help for usage information\n", code: 1 };
  }
  return { socket };
}
