/**
 * The bench's command line.
 *
 * @module
 */

const HELP = `Measures Ping against a raw echo, and the mock driver's start against an empty file's.

Usage: deno run --allow-net --allow-read --allow-run tests/bench/main.ts [OPTIONS]

Options:
  --json      Print the numbers as JSON
  --check     Exit with 8 where an aim is missed
  --help, -h  Print this help
`;

/** What to do: measure, or print and exit. */
export type Command =
  | { json: boolean; check: boolean }
  | { stdout: string; code: 0 }
  | { stderr: string; code: 1 };

/** Reads the arguments. */
export function parseCommandLine(args: readonly string[]): Command {
  const command = { json: false, check: false };
  for (const arg of args) {
    if (arg === "--help" || arg === "-h") return { stdout: HELP, code: 0 };
    if (arg === "--json") command.json = true;
    else if (arg === "--check") command.check = true;
    else return { stderr: `Error: unknown argument ${JSON.stringify(arg)}; --help lists what there is\n`, code: 1 };
  }
  return command;
}
