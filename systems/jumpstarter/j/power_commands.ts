/**
 * The commands of a power supply.
 *
 * @module
 */
import { pause } from "@fluxwire/transport";
import { UsageError } from "@fluxwire/command";
import type { Flags } from "@fluxwire/command/program";
import type { Command, CommandContext } from "./command.ts";
import { callCommand } from "./method_commands.ts";
import { showItem, showResult } from "./show.ts";

const on = callCommand("on", "Switch the power on");
const cycle: Command = {
  name: "cycle",
  usage: "[--wait SECONDS]",
  help: "Switch the power off, wait, and switch it on",
  words: [0, 0],
  flags: [{ name: "wait", short: "w", value: "SECONDS", help: "How long it is off (default 2)" }],
  async run({ device, flags, output, signal }) {
    const seconds = secondsOf(flags, "wait") ?? 2;
    await device.call("off", [], { signal });
    await paused(seconds, signal);
    showResult(output, await device.call("on", [], { signal }));
    return 0;
  },
};
const read: Command = {
  name: "read",
  usage: "[--count N] [--interval SECONDS]",
  help: "Show voltage, current and apparent power",
  words: [0, 0],
  flags: [
    { name: "count", short: "n", value: "N", help: "How often to read (default 1)" },
    { name: "interval", short: "i", value: "SECONDS", help: "The pause between (default 1)" },
  ],
  async run(context) {
    const { flags, signal } = context;
    const count = flags.count("count", 1_000_000) ?? 1, seconds = secondsOf(flags, "interval") ?? 1;
    for (let done = 0; done < count; done++) {
      if (done > 0) await paused(seconds, signal);
      await readOnce(context);
    }
    return 0;
  },
};

/** The commands of a power supply. */
export const POWER_COMMANDS: readonly Command[] = [on, callCommand("off", "Switch the power off"), cycle, read];

/** The commands of a machine that can be switched off and removed. */
export const VIRTUAL_POWER_COMMANDS: readonly Command[] = [
  on,
  {
    name: "off",
    usage: "[--destroy]",
    help: "Switch the machine off",
    words: [0, 0],
    flags: [{ name: "destroy", value: null, help: "Remove it, too" }],
    async run({ device, flags, output, signal }) {
      showResult(output, await device.call("off", [flags.has("destroy")], { signal }));
      return 0;
    },
  },
  cycle,
  read,
];

async function readOnce({ device, output, signal }: CommandContext): Promise<void> {
  for await (const item of device.stream("read", [], { signal })) {
    const { voltage, current } = (item ?? {}) as { voltage?: unknown; current?: unknown };
    if (output.isJson || typeof voltage !== "number" || typeof current !== "number") showItem(output, item);
    else output.line(`voltage=${voltage} V  current=${current} A  apparent_power=${voltage * current} VA`);
  }
}

function secondsOf(flags: Flags, name: string): number | null {
  const text = flags.text(name);
  if (text === null) return null;
  const seconds = Number(text);
  if (/^[0-9.]+$/.test(text) && seconds <= 86_400) return seconds;
  throw new UsageError(`Cannot use --${name} ${text}: it must be seconds, from 0 to 86400`);
}

async function paused(seconds: number, signal: AbortSignal): Promise<void> {
  await pause(seconds * 1_000, { signal });
  signal.throwIfAborted();
}
