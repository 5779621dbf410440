/**
 * The help of devices and commands.
 *
 * @module
 */
import type { Flag } from "@fluxwire/command";
import { flagTable, table } from "@fluxwire/command/help";
import type { Device } from "../client/device.ts";
import type { Command } from "./command.ts";
import { GENERAL_COMMANDS } from "./commands_of.ts";

const USAGE = "Usage: fluxwire jumpstarter j [OPTIONS]";

/** A device: what is below it, and its commands. */
export function deviceHelp(device: Device, commands: readonly Command[]): string {
  const { path, description, clientClass } = device.report;
  const words = path === "" ? "" : ` ${path.replaceAll(".", " ")}`;
  return [
    `${description ?? (clientClass === "" ? "A device" : clientClass)}\n`,
    `${USAGE}${words} [DEVICE...] [COMMAND [ARGS]]\n`,
    ...section("Devices", [...device.children.values()].map(({ report }) => [report.name, summaryOf(report)])),
    ...section("Commands", commands.map(rowOf)),
    ...section("Commands of every device", GENERAL_COMMANDS.filter(isNotIn(commands)).map(rowOf)),
  ].join("\n");
}

/** A command of a device. */
export function commandHelp(device: Device, { name, usage, help, flags }: Command): string {
  const words = [...device.report.path.split(".").filter((word) => word !== ""), name, usage].join(" ").trimEnd();
  return [`${help}.\n`, `${USAGE} ${words}\n`, ...flags.length === 0 ? [] : [`Options:\n${flagTable(flags)}\n`]].join(
    "\n",
  );
}

/** What `j` itself takes. */
export function overview(flags: readonly Flag[]): string {
  return `Uses the devices of an exporter. Without words it shows their tree.

${USAGE} [DEVICE...] [COMMAND [ARGS]]

The exporter is the one of --host, else of the variable JUMPSTARTER_HOST. DEVICE --help shows a device's commands.

${flagTable(flags)}
`;
}

function section(title: string, rows: readonly (readonly [string, string])[]): string[] {
  return rows.length === 0 ? [] : [`${title}:\n${table(rows)}\n`];
}

function summaryOf({ description, clientClass }: Device["report"]): string {
  return description ?? clientClass;
}

function rowOf({ name, usage, help }: Command): [string, string] {
  return [`${name} ${usage}`.trimEnd(), help];
}

function isNotIn(commands: readonly Command[]): (command: Command) => boolean {
  return ({ name }) => !commands.some((own) => own.name === name);
}
