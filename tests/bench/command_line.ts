/**
 * The command line of the benches.
 *
 * @module
 */

/** The command: measure, or print and exit. */
export type Command =
  | { json: boolean; check: boolean }
  | { stdout: string; code: 0 }
  | { stderr: string; code: 1 };

/**
 * Reads the arguments.
 *
 * @param summary What the bench measures, for its help.
 * @param usage The command that starts it.
 */
export function parseCommandLine(args: readonly string[], summary: string, usage: string): Command {
  const command = { json: false, check: false };
  for (const arg of args) {
    if (arg === "--help" || arg === "-h") return { stdout: helpOf(summary, usage), code: 0 };
    if (arg === "--json") command.json = true;
    else if (arg === "--check") command.check = true;
    else return { stderr: `Error: unknown argument ${JSON.stringify(arg)}; --help lists the options\n`, code: 1 };
  }
  return command;
}

function helpOf(summary: string, usage: string): string {
  return `${summary}

Usage: ${usage} [OPTIONS]

Options:
  --json      Print the numbers as JSON
  --check     Exit with 8 where an aim is missed
  --help, -h  Print this help
`;
}
