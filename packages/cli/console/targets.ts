/**
 * The drivers that one command line names.
 *
 * @module
 */
import type { CommandLine } from "../command/args.ts";

/** The options that name a target. */
const NAMES: readonly string[] = ["socket", "service", "config"];

/** A command line for each driver: those that run, then those of the configuration, then the command to start. */
export function targetsOf(args: CommandLine): CommandLine[] {
  const [sockets, services, config] = [args.all("socket"), args.all("service"), args.text("config")];
  const isStarting = services.length > 0 || args.command !== null;
  // A driver that runs has its environment already: with others, --env is theirs.
  const kept = isStarting ? [...NAMES, "env"] : NAMES;
  const ofService: Readonly<Record<string, string>> = config === null ? {} : { config };
  return [
    ...sockets.map((socket) => args.aimedAt({ options: { socket }, without: kept })),
    ...services.map((service) => args.aimedAt({ options: { service, ...ofService }, without: NAMES })),
    ...args.command === null ? [] : [args.aimedAt({ command: args.command, without: NAMES })],
    ...config !== null && services.length === 0 ? [args.aimedAt({})] : [],
  ];
}
