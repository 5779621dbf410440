/**
 * Commands that send a file to a device, or get one from it.
 *
 * @module
 */
import { type Flag, UsageError } from "@fluxwire/command";
import { type Encoding, ENCODINGS } from "../wire/names.ts";
import type { Command, CommandContext } from "./command.ts";
import { newFile, sourceOf } from "./files.ts";
import { showResult } from "./show.ts";

const COMPRESSION: Flag = {
  name: "compression",
  value: "C",
  help: `How FILE is compressed: ${ENCODINGS.join(", ")} (default: not)`,
};
const TARGET: Flag = { name: "target", short: "t", value: "NAME", help: "A part of the device (default: the whole)" };

/** The commands of a flasher. */
export const FLASHER_COMMANDS: readonly Command[] = [
  {
    name: "flash",
    usage: "[FILE] [--target NAME[:FILE]] [--compression C]",
    help: "Write a file to the device; - is stdin",
    words: [0, 1],
    flags: [{ ...TARGET, value: "NAME[:FILE]" }, COMPRESSION],
    run(context) {
      const { path, target } = imageOf(context);
      return send(context, "flash", path, encodingOf(context), [target]);
    },
  },
  {
    name: "dump",
    usage: "FILE [--target NAME] [--compression C]",
    help: "Read the device into a file; - is stdout",
    words: [1, 1],
    flags: [TARGET, COMPRESSION],
    run: (context) => {
      return receive(context, "dump", context.flags.words[0]!, encodingOf(context), [context.flags.text("target")]);
    },
  },
];

/** The commands of a multiplexer of storage. */
export const STORAGE_MUX_COMMANDS: readonly Command[] = [
  {
    name: "write",
    usage: "FILE",
    help: "Write a file to the storage, which must be at the host; - is stdin",
    words: [1, 1],
    flags: [],
    run: (context) => send(context, "write", context.flags.words[0]!, null, []),
  },
  {
    name: "read",
    usage: "FILE",
    help: "Read the storage into a file; - is stdout",
    words: [1, 1],
    flags: [],
    run: (context) => receive(context, "read", context.flags.words[0]!, null, []),
  },
];

/** Calls a method that reads a file. */
export async function send(
  { device, output, signal }: CommandContext,
  method: string,
  path: string,
  encoding: Encoding | null,
  rest: readonly unknown[],
): Promise<number> {
  showResult(output, await device.call(method, [await sourceOf(path, encoding), ...rest], { signal }));
  return 0;
}

/** Calls a method that writes a file. What was written is removed if the call fails. */
export async function receive(
  { device, output, signal }: CommandContext,
  method: string,
  path: string,
  encoding: Encoding | null,
  rest: readonly unknown[],
): Promise<number> {
  const file = await newFile(path, output, encoding);
  try {
    const result = await device.call(method, [file.sink, ...rest], { signal });
    await file.keep();
    // Stdout has the bytes.
    if (path !== "-") showResult(output, result);
    return 0;
  } catch (error) {
    await file.drop();
    throw error;
  }
}

function encodingOf({ flags }: CommandContext): Encoding | null {
  return flags.choice("compression", ENCODINGS);
}

function imageOf({ flags }: CommandContext): { path: string; target: string | null } {
  const [word] = flags.words, text = flags.text("target");
  const at = text === null || word !== undefined ? -1 : text.indexOf(":");
  const path = word ?? (at < 0 ? undefined : text!.slice(at + 1));
  if (path === undefined || path === "") throw new UsageError("Missing argument of flash: give FILE, or - for stdin");
  return { path, target: at < 0 ? text : text!.slice(0, at) };
}
