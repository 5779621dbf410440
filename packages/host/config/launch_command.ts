/**
 * What a service's `command` and `args` mean (PROTOCOL.md#command-and-arguments).
 *
 * @module
 */
import { DEFAULT_COMMAND, type ServiceKind } from "../service.ts";

/** What DBFlux's driver host takes, each with a value. */
const DRIVER_HOST_FLAGS: readonly string[] = ["--driver", "--socket"];

/**
 * Who declared a service: in `config.json` and in the database of 0.4 a missing command is DBFlux's driver host; in the
 * database of 0.5 and later one without arguments starts nothing.
 */
export type Dialect = "json" | "database-0.4" | "database-0.5";

/** A command as it was declared. */
export interface DeclaredCommand {
  /** The socket, which the arguments of DBFlux's driver host must name. */
  socketId: string;
  /** What the service speaks. */
  kind: ServiceKind;
  /** The command; null if missing. */
  command: string | null;
  /** The arguments. */
  args: readonly string[];
}

/** The result of a declared command: the program, or null if nothing is started; or what is wrong with it. */
export type LaunchCommand = { command: string | null } | { problem: string };

/**
 * What is to be started.
 *
 * A blank command in `config.json` means what it means in 0.5: DBFlux itself could never start it.
 */
export function launchCommand(declared: DeclaredCommand, dialect: Dialect): LaunchCommand {
  const { kind, command, args } = declared;
  const program = command?.trim() ?? "";
  if (program !== "") return { command: program };
  if (kind === "auth_provider") {
    return args.length === 0 ? { command: null } : { problem: "an auth provider with arguments needs a command" };
  }
  if (dialect === "database-0.4" || (dialect === "json" && command === null)) return { command: DEFAULT_COMMAND };
  if (args.length === 0) return { command: null };
  const problem = driverHostProblem(declared);
  return problem === null ? { command: DEFAULT_COMMAND } : { problem };
}

/** What DBFlux 0.5 and later would refuse of the arguments for its own driver host; null if it accepts them. */
function driverHostProblem({ socketId, args }: DeclaredCommand): string | null {
  const needed = `arguments without a command are for ${DEFAULT_COMMAND}`;
  const values = new Map<string, string>();
  for (let i = 0; i < args.length; i += 2) {
    const [name, value] = [args[i]!, args[i + 1]];
    // An unknown argument may be a secret: its place is enough to find it.
    if (!DRIVER_HOST_FLAGS.includes(name)) return `${needed}, and it does not know number ${i + 1}; give a command`;
    if (value === undefined || value.trim() === "" || value.startsWith("--")) {
      return `${needed}, and ${name} has no value`;
    }
    values.set(name, value);
  }
  const missing = DRIVER_HOST_FLAGS.find((name) => !values.has(name));
  if (missing !== undefined) return `${needed}, and ${missing} is missing`;
  const socket = values.get("--socket");
  return socket === socketId ? null : `${needed}, and --socket is "${socket}" where the service is "${socketId}"`;
}
