/**
 * The commands of a device: those of its interface, those that it reports, and those that every device has.
 *
 * @module
 */
import type { Device } from "../client/device.ts";
import { looseArgument } from "./argument.ts";
import { BYTES, bytesOf, FORWARD_TCP, FORWARD_UNIX } from "./byte_commands.ts";
import type { Command } from "./command.ts";
import { FLASHER_COMMANDS, STORAGE_MUX_COMMANDS } from "./file_commands.ts";
import { callCommand, reportedCommands, showAll } from "./method_commands.ts";
import { POWER_COMMANDS, VIRTUAL_POWER_COMMANDS } from "./power_commands.ts";
import { shellCommands } from "./shell_commands.ts";
import { SSH } from "./ssh_command.ts";
import { showResult } from "./show.ts";

const NETWORK_COMMANDS: readonly Command[] = [
  callCommand("address", "Show the address that the device forwards to"),
  FORWARD_TCP,
  FORWARD_UNIX,
];
const PIPE: Command = {
  ...BYTES,
  name: "pipe",
  usage: "",
  help: "Join the serial port with stdin and stdout",
  words: [0, 0],
  run: (context) => bytesOf(context, "connect"),
};
const MUX_COMMANDS: readonly Command[] = [
  callCommand("host", "Connect the storage to the host"),
  callCommand("dut", "Connect the storage to the device under test"),
  callCommand("off", "Disconnect the storage"),
  ...STORAGE_MUX_COMMANDS,
];

/** The commands by the client class in Python. */
const BY_CLASS: Readonly<Record<string, readonly Command[]>> = {
  "jumpstarter_driver_power.client.PowerClient": POWER_COMMANDS,
  "jumpstarter_driver_power.client.VirtualPowerClient": VIRTUAL_POWER_COMMANDS,
  "jumpstarter_driver_network.client.NetworkClient": NETWORK_COMMANDS,
  "jumpstarter_driver_pyserial.client.PySerialClient": [PIPE],
  "jumpstarter_driver_ssh.client.SSHWrapperClient": [SSH],
  "jumpstarter_driver_opendal.client.FlasherClient": FLASHER_COMMANDS,
  "jumpstarter.client.flasher.FlasherClient": FLASHER_COMMANDS,
  "jumpstarter_driver_opendal.client.StorageMuxClient": MUX_COMMANDS,
};
const SHELL_CLASS = "jumpstarter_driver_shell.client.ShellClient";

/** What every device has: for methods without a command of their own. */
export const GENERAL_COMMANDS: readonly Command[] = [
  {
    name: "call",
    usage: "METHOD [ARG...]",
    help: "Call a method; an ARG that is JSON is sent as such, all else as text",
    words: [1, Infinity],
    flags: [],
    async run({ device, flags: { words: [method, ...words] }, output, signal }) {
      showResult(output, await device.call(method!, words.map(looseArgument), { signal }));
      return 0;
    },
  },
  {
    name: "stream",
    usage: "METHOD [ARG...]",
    help: "Call a method that gives many values, and show each on a line",
    words: [1, Infinity],
    flags: [],
    run: (context) => {
      const [method, ...words] = context.flags.words;
      return showAll(context, method!, words.map(looseArgument));
    },
  },
  BYTES,
  FORWARD_TCP,
  FORWARD_UNIX,
];

/** The commands of a device, without the general ones. Of two with one name, that of the interface counts. */
export async function commandsOf(device: Device, signal: AbortSignal): Promise<Command[]> {
  const { report } = device;
  if (report.clientClass === SHELL_CLASS) return await shellCommands(device, signal);
  const own = BY_CLASS[report.clientClass] ?? [];
  const commands = own.map((command) => ({ ...command, help: report.commandHelp[command.name] ?? command.help }));
  const names = new Set(commands.map(({ name }) => name));
  return [...commands, ...reportedCommands(report).filter(({ name }) => !names.has(name))];
}
