/**
 * The words of `j`: devices, then a command with its arguments.
 *
 * @module
 */
import { HELP_FLAG, type Output, UsageError } from "@fluxwire/command";
import { Flags } from "@fluxwire/command/program";
import type { Device } from "../client/device.ts";
import type { Exporter } from "../client/exporter.ts";
import type { Command } from "./command.ts";
import { commandsOf, GENERAL_COMMANDS } from "./commands_of.ts";
import { commandHelp, deviceHelp } from "./help.ts";
import { helperCommands, type HelperFile } from "./helper_commands.ts";

/**
 * Runs a command of a device; without a command it shows the device's help. A word names a device before a command, and
 * may be a path with dots.
 *
 * @param helpers Commands of this side, which come before the device's own.
 * @throws {UsageError} For an unknown device or command, and unknown or missing arguments.
 */
export async function runWords(
  exporter: Exporter,
  words: readonly string[],
  output: Output,
  signal: AbortSignal,
  helpers: readonly HelperFile[] = [],
): Promise<number> {
  const { device, rest: [word, ...args] } = found(exporter.root, words);
  const commands = [...await helperCommands(device, helpers), ...await commandsOf(device, signal)];
  if (word === undefined || word === "--help" || word === "-h") {
    output.write(deviceHelp(device, commands));
    return 0;
  }
  const command = [...commands, ...GENERAL_COMMANDS].find(({ name }) => name === word);
  if (command === undefined) throw unknown(device, commands, word);
  if (wantsHelp(command, args)) {
    output.write(commandHelp(device, command));
    return 0;
  }
  const flags = command.isRaw ? Flags.raw(args) : parsed(command, args);
  return await command.run({ device, flags, output, signal });
}

function found(root: Device, words: readonly string[]): { device: Device; rest: readonly string[] } {
  let device = root, at = 0;
  for (; at < words.length; at++) {
    const next = below(device, words[at]!.split("."));
    if (next === null) break;
    device = next;
  }
  return { device, rest: words.slice(at) };
}

function below(device: Device, names: readonly string[]): Device | null {
  return names.reduce<Device | null>((one, name) => one?.children.get(name) ?? null, device);
}

function parsed(command: Command, args: readonly string[]): Flags {
  return Flags.parse(args, { name: command.name, flags: [...command.flags, HELP_FLAG] }).checked(command);
}

function wantsHelp({ isRaw }: Command, args: readonly string[]): boolean {
  if (isRaw) return args[0] === "--help" || args[0] === "-h";
  const end = args.indexOf("--");
  return args.some((arg, index) => (arg === "--help" || arg === "-h") && (end < 0 || index < end));
}

function unknown(device: Device, commands: readonly Command[], word: string): UsageError {
  const { path } = device.report;
  const place = path === "" ? "" : ` of ${path}`;
  const devices = [...device.children.keys()].join(", ");
  const names = [...commands, ...GENERAL_COMMANDS].map(({ name }) => name);
  const choice = [...new Set(names)].join(", ");
  const below = devices === "" ? "" : `its devices are ${devices}; `;
  return new UsageError(`Unknown device or command ${word}${place}: ${below}its commands are ${choice}`);
}
