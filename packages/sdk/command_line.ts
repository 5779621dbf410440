/**
 * The command line of a driver.
 *
 * @module
 */
import type { Limits } from "@fluxwire/wire";
import { DEFAULT_LIMITS } from "@fluxwire/wire/internal";
import type { Driver } from "./driver.ts";
import { LOG_LEVELS, type LogLevel } from "./log.ts";

/** What to do: serve, or print and exit. */
export type Command =
  | { socket: string; keepRunning: boolean; logLevel: LogLevel; limits: Partial<Limits>; stateFolder: string | null }
  | { stdout: string; code: 0 }
  | { stderr: string; code: 1 };

const LIMIT_NAMES = Object.keys(DEFAULT_LIMITS) as (keyof Limits)[];

/** Help for drivers that remember values. */
const STATE_HELP = `
  --state FOLDER     The folder for the last values of connections, without secrets: DBFlux loses them when it
                     restarts. Needs --allow-read=FOLDER and --allow-write=FOLDER. Default: fluxwire/drivers in the
                     system's state folder (~/.local/state), which also needs --allow-env=HOME,XDG_STATE_HOME, on
                     Windows --allow-env=LOCALAPPDATA; no folder if a Fluxwire host starts the driver`;

function help({ name, description, remember = false }: Driver["definition"]): string {
  return `${name}: ${description}. A driver for DBFlux.

Usage: deno run --allow-net --allow-env=DBFLUX_DRIVER_IPC_TOKEN,FLUXWIRE_LIFELINE main.ts --socket NAME

Options:
  --socket NAME      The socket to listen on: the name under which DBFlux knows the driver
  --log-level LEVEL  ${LOG_LEVELS.join(", ")}; less severe lines are not logged (default info)
  --limit NAME=N     Change a limit; may be repeated: ${LIMIT_NAMES.join(", ")}
  --keep-running     Keep running when the parent process ends${remember ? STATE_HELP : ""}
  --version          Print the driver's version
  --help, -h         Print this help
`;
}

/** Reads a driver's arguments. */
export function parseCommandLine(args: readonly string[], driver: Driver): Command {
  const rest = [...args];
  let socket: string | undefined, stateFolder: string | null = null, keepRunning = false, logLevel: LogLevel = "info";
  const limits: Partial<Limits> = {};
  for (let arg = rest.shift(); arg !== undefined; arg = rest.shift()) {
    const [flag, inline] = split(arg);
    const value = (): string | undefined => inline ?? rest.shift();
    switch (flag) {
      case "--help":
      case "-h":
        return { stdout: help(driver.definition), code: 0 };
      case "--version":
        return { stdout: `${driver.definition.id} ${driver.definition.version}\n`, code: 0 };
      case "--keep-running":
        keepRunning = true;
        break;
      case "--socket":
        socket = value();
        break;
      case "--state":
        if (driver.definition.remember !== true) {
          return wrong(`${driver.definition.name} remembers no values: --state does not apply`);
        }
        stateFolder = value() || null;
        if (stateFolder === null) return wrong("--state takes a folder");
        break;
      case "--limit": {
        const [name, number] = limit(value() ?? "");
        if (name === undefined) {
          return wrong(`--limit takes NAME=N, N from 1 on, and NAME of ${LIMIT_NAMES.join(", ")}`);
        }
        limits[name] = number;
        break;
      }
      case "--log-level": {
        const level = LOG_LEVELS.find((known) => known === inline) ?? LOG_LEVELS.find((known) => known === rest[0]);
        if (level === undefined) return wrong(`--log-level takes one of ${LOG_LEVELS.join(", ")}`);
        if (inline === undefined) rest.shift();
        logLevel = level;
        break;
      }
      default:
        return wrong(`unknown argument ${JSON.stringify(arg)}`);
    }
  }
  if (socket === undefined || socket === "") return wrong("--socket NAME is required");
  return { socket, keepRunning, logLevel, limits, stateFolder };
}

function limit(text: string): [keyof Limits, number] | [undefined, undefined] {
  const [name, digits] = text.split("=");
  const known = LIMIT_NAMES.find((one) => one === name);
  return known !== undefined && /^[1-9]\d{0,9}$/.test(digits ?? "") ? [known, Number(digits)] : [undefined, undefined];
}

function split(arg: string): [string, string | undefined] {
  const at = arg.startsWith("--") ? arg.indexOf("=") : -1;
  return at === -1 ? [arg, undefined] : [arg.slice(0, at), arg.slice(at + 1)];
}

function wrong(what: string): Command {
  return { stderr: `Error: ${what}; --help lists the options\n`, code: 1 };
}
