/**
 * Commands that call one method.
 *
 * @module
 */
import { UsageError } from "@fluxwire/command";
import { type ArgumentFacts, decodeMethods, type MethodFacts, METHODS_LABEL } from "../wire/method_facts.ts";
import type { DeviceReport } from "../client/device_report.ts";
import { looseArgument, typedArgument } from "./argument.ts";
import { bytesOf } from "./byte_commands.ts";
import type { Command, CommandContext } from "./command.ts";
import { type NewFile, newFile, sourceOf } from "./files.ts";
import { showItem, showResult } from "./show.ts";

/** A command that calls a method without arguments. */
export function callCommand(method: string, help: string): Command {
  return {
    name: commandName(method),
    usage: "",
    help,
    words: [0, 0],
    flags: [],
    async run({ device, output, signal }) {
      showResult(output, await device.call(method, [], { signal }));
      return 0;
    },
  };
}

/** The commands for the methods that a device reports: with their arguments, or else by names and help texts. */
export function reportedCommands({ labels, commandHelp }: DeviceReport): Command[] {
  const methods = decodeMethods(labels[METHODS_LABEL]);
  if (methods.length > 0) return methods.map((method) => methodCommand(method, commandHelp));
  return Object.entries(commandHelp).map(([name, help]) => looseCommand(name, help));
}

function methodCommand({ name, kind, args }: MethodFacts, help: Readonly<Record<string, string>>): Command {
  const command = commandName(name);
  return {
    name: command,
    usage: args.map(usageOf).join(" "),
    help: help[command] ?? `Call ${name}`,
    words: [args.filter(({ isOptional }) => !isOptional).length, args.length],
    flags: [],
    run: (context) => {
      if (kind === "bytes") return bytesOf(context, name);
      return kind === "stream" ? showAll(context, name, typedWords(context, args)) : callOnce(context, name, args);
    },
  };
}

function looseCommand(name: string, help: string): Command {
  return {
    name,
    usage: "[ARG...]",
    help,
    words: [0, Infinity],
    flags: [],
    async run({ device, flags, output, signal }) {
      showResult(output, await device.call(name.replaceAll("-", "_"), flags.words.map(looseArgument), { signal }));
      return 0;
    },
  };
}

/** Calls a method whose arguments may be files. */
async function callOnce(context: CommandContext, method: string, args: readonly ArgumentFacts[]): Promise<number> {
  const { device, flags, output, signal } = context;
  const values = typedWords(context, args), files: NewFile[] = [];
  try {
    for (const [index, { resource }] of args.entries()) {
      const path = flags.words[index];
      if (resource === null || path === undefined) continue;
      if (resource === "source") values[index] = await sourceOf(path);
      else {
        const file = await newFile(path, output);
        files.push(file);
        values[index] = file.sink;
      }
    }
    const result = await device.call(method, values, { signal });
    for (const file of files.splice(0)) await file.keep();
    showResult(output, result);
    return 0;
  } finally {
    for (const file of files) await file.drop();
  }
}

/** Shows each value that a method gives. */
export async function showAll(context: CommandContext, method: string, args: readonly unknown[]): Promise<number> {
  const { device, output, signal } = context;
  for await (const item of device.stream(method, args, { signal })) showItem(output, item);
  return 0;
}

function typedWords({ flags }: CommandContext, args: readonly ArgumentFacts[]): unknown[] {
  return flags.words.map((word, index) => {
    const arg = args[index];
    if (arg === undefined) throw new UsageError(`Cannot use argument ${word}: there are ${args.length}`);
    return arg.resource === null ? typedArgument(word, arg, labelOf(arg, index)) : null;
  });
}

function usageOf(arg: ArgumentFacts, index: number): string {
  const label = arg.resource === null ? labelOf(arg, index) : "FILE";
  return arg.isOptional ? `[${label}]` : label;
}

function labelOf({ name }: ArgumentFacts, index: number): string {
  return name === null ? `ARG${index + 1}` : name.toUpperCase();
}

function commandName(method: string): string {
  return method.replaceAll("_", "-");
}
