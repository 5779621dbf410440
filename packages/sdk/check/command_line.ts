/**
 * The command line of the check.
 *
 * @module
 */
import { MAX_TIMER_MS } from "@fluxwire/transport";

/** What to check, and how. */
export interface CheckCommand {
  /** The module of the driver: a path or an address. */
  file: string;
  /** Values of the form, by field id; fields without a value have their default. */
  values: Record<string, string>;
  /** The environment variable that holds the password; null without one. */
  passwordVariable: string | null;
  /** How long opening and closing a session may take, in milliseconds each. */
  timeoutMs: number;
}

/** The command line is wrong, or names a file that does not exist. */
export class UsageError extends Error {
  /** The class's name. */
  override readonly name = "UsageError";
}

/** The default time limit for opening a session, in milliseconds. */
export const DEFAULT_TIMEOUT_MS = 10_000;

/** What `--help` prints. */
export const HELP: string = `Reports what DBFlux cannot do with a driver, and which parts of it DBFlux mishandles.

Usage: deno run --no-prompt --allow-read jsr:@fluxwire/sdk/check FILE [OPTIONS]

FILE is the driver's module: it exports the driver as \`driver\` or as its default. The check opens a session with the
form's defaults to see which methods it has, and closes it at once; if that fails, only the description is checked. Give
the process the permissions that the driver needs to open a session.

Options:
  --value ID=VALUE     The value of a field instead of its default; may be repeated
  --password-env NAME  The environment variable that holds the password
  --timeout MS         Time limit in milliseconds for opening a session (${DEFAULT_TIMEOUT_MS})
  --json               Print one JSON document
  --help, -h           Print this help

Exit codes: 0 no error found, 1 wrong usage, 8 errors found
`;

/** Whether help is wanted. */
export function wantsHelp(args: readonly string[]): boolean {
  return args.includes("--help") || args.includes("-h");
}

/**
 * Reads the arguments.
 *
 * @throws {UsageError} naming the argument that is wrong.
 */
export function parseCommandLine(args: readonly string[]): CheckCommand {
  const rest = [...args];
  const values: Record<string, string> = {};
  let file: string | undefined, passwordVariable: string | null = null, timeoutMs = DEFAULT_TIMEOUT_MS;
  for (let arg = rest.shift(); arg !== undefined; arg = rest.shift()) {
    const [flag, inline] = split(arg);
    const value = (): string => {
      const text = inline ?? rest.shift();
      if (text === undefined) throw new UsageError(`${flag} needs a value`);
      return text;
    };
    switch (flag) {
      case "--json":
        break;
      case "--value": {
        const text = value(), at = text.indexOf("=");
        if (at < 1) throw new UsageError("--value takes ID=VALUE");
        values[text.slice(0, at)] = text.slice(at + 1);
        break;
      }
      case "--password-env":
        passwordVariable = value();
        break;
      case "--timeout":
        timeoutMs = toMs(value());
        break;
      default:
        if (flag.startsWith("-")) throw new UsageError(`unknown option ${flag}`);
        if (file !== undefined) throw new UsageError(`one FILE is checked at a time, found ${file} and ${arg}`);
        file = arg;
    }
  }
  if (file === undefined) throw new UsageError("FILE is missing: the module that exports the driver");
  return { file, values, passwordVariable, timeoutMs };
}

function split(arg: string): [string, string | undefined] {
  const at = arg.startsWith("--") ? arg.indexOf("=") : -1;
  return at === -1 ? [arg, undefined] : [arg.slice(0, at), arg.slice(at + 1)];
}

function toMs(text: string): number {
  const ms = Number(text);
  if (/^\d+$/.test(text) && ms > 0 && ms <= MAX_TIMER_MS) return ms;
  throw new UsageError(`--timeout takes whole milliseconds from 1 to ${MAX_TIMER_MS}`);
}
