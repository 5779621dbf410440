/**
 * The driver of a command: one that runs, one that is configured, one that is started, or the mock driver.
 *
 * @module
 */
import type { CommandLine } from "../command/args.ts";
import { UsageError } from "@fluxwire/command";

/**
 * A driver to connect to. Targets with a command are started, and stopped afterwards; so is a configured service that does
 * not run. Without a file, the user's own configuration is used.
 */
export type Target =
  | { kind: "running"; socketId: string }
  | { kind: "service"; socketId: string; config: string | null }
  | { kind: "command" | "mock"; socketId: string; command: string; args: string[] };

/** The placeholder for a fresh socket name in a command. */
const PLACEHOLDER = "{socket}";

/** A socket name that is not in use. */
export function freshSocketId(): string {
  return `fluxwire-probe-${crypto.randomUUID().slice(0, 18)}`;
}

/**
 * The target of a command line.
 *
 * @throws {UsageError} for two targets, a configuration without a service, or a command with an incomplete
 * `--socket`.
 */
export function targetOf(args: CommandLine, freshName: string = freshSocketId()): Target {
  const [socketId, service, config] = [args.text("socket"), args.text("service"), args.text("config")];
  if (socketId !== null && args.command !== null) {
    throw new UsageError(
      `Cannot use --socket ${socketId} with a command: give one of them, or --socket within the command`,
    );
  }
  if (service !== null && (socketId !== null || args.command !== null)) {
    const other = socketId === null ? "a command" : `--socket ${socketId}`;
    throw new UsageError(`Cannot use --service ${service} with ${other}: give one of them`);
  }
  if (config !== null && service === null) {
    throw new UsageError(`Cannot use --config ${config} alone: name one of its services by --service`);
  }
  if (service !== null) return { kind: "service", socketId: service, config };
  if (socketId !== null) return { kind: "running", socketId };
  if (args.command !== null) return commandTarget(args.command, freshName);
  return mockTarget(freshName, args.verb.mockArgs ?? []);
}

/** The mock driver, which checks the token only if it gets arguments. */
function mockTarget(socketId: string, mockArgs: readonly string[]): Target {
  const variables = mockArgs.length === 0 ? "FLUXWIRE_LIFELINE" : "FLUXWIRE_LIFELINE,DBFLUX_DRIVER_IPC_TOKEN";
  const permissions = ["--no-prompt", "--allow-net", `--allow-env=${variables}`];
  const module = mockArgs.length === 0
    ? import.meta.resolve("@fluxwire/mock-driver/reference")
    : import.meta.resolve("@fluxwire/mock-driver");
  return {
    kind: "mock",
    socketId,
    command: Deno.execPath(),
    args: ["run", ...permissions, module, "--socket", socketId, ...mockArgs],
  };
}

function commandTarget([command, ...args]: readonly [string, ...string[]], freshName: string): Target {
  const target = { kind: "command", command, args } as const;
  if ([command, ...args].some((word) => word.includes(PLACEHOLDER))) {
    const fill = (word: string) => word.replaceAll(PLACEHOLDER, freshName);
    const filled = args.map(fill);
    return { ...target, command: fill(command), args: filled, socketId: ownSocketId(filled) ?? freshName };
  }
  const own = ownSocketId(args);
  if (own !== null) return { ...target, socketId: own };
  return { ...target, args: [...args, "--socket", freshName], socketId: freshName };
}

/** The socket name in a command's own arguments; the last one counts, as in the reference driver. */
function ownSocketId(args: readonly string[]): string | null {
  const at = args.findLastIndex((arg) => arg === "--socket" || arg.startsWith("--socket="));
  if (at < 0) return null;
  const arg = args[at]!;
  const name = arg === "--socket" ? args[at + 1] : arg.slice("--socket=".length);
  if (name) return name;
  throw new UsageError("Cannot use --socket in the command: it has no name; leave it out, or write --socket {socket}");
}
