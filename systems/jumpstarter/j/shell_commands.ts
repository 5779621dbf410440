/**
 * The commands of a device that runs programs of its exporter's machine.
 *
 * @module
 */
import { UsageError } from "@fluxwire/command";
import type { Device } from "../client/device.ts";
import type { Command, CommandContext } from "./command.ts";

/** The commands that the device has; asks for them. */
export async function shellCommands(device: Device, signal: AbortSignal): Promise<Command[]> {
  const methods = await device.call("get_methods", [], { signal });
  const isList = Array.isArray(methods);
  const names = isList ? methods.map(String) : Object.keys((methods ?? {}) as Record<string, unknown>);
  return names.map((name) => {
    const own = isList ? null : (methods as Record<string, unknown>)[name];
    const help = device.report.commandHelp[name] ?? (typeof own === "string" && own !== "" ? own : `Run ${name}`);
    return {
      name,
      usage: "[--env KEY=VALUE]... [ARG...]",
      help,
      words: [0, Infinity],
      flags: [],
      isRaw: true,
      run: (context) => run(context, name),
    };
  });
}

/** Runs a program; its output is shown as it comes, and its exit code is the command's. */
async function run({ device, flags, output, signal }: CommandContext, name: string): Promise<number> {
  const { env, args } = split(flags.words);
  let exitCode = 0;
  for await (const item of device.stream("call_method", [name, env, ...args], { signal })) {
    const [stdout, stderr, code] = item as [unknown, unknown, unknown];
    if (typeof code === "number") exitCode = code;
    if (output.isJson) {
      output.json({ stdout, stderr, code });
      continue;
    }
    if (typeof stdout === "string") output.write(stdout);
    if (typeof stderr === "string") output.writeError(stderr);
  }
  return exitCode;
}

/** Flags before the first other word are the command's; all that follows is the program's. */
function split(words: readonly string[]): { env: Record<string, string>; args: readonly string[] } {
  const env: Record<string, string> = {};
  for (let at = 0; at < words.length;) {
    const word = words[at]!;
    if (word === "--") return { env, args: words.slice(at + 1) };
    const match = /^(?:--env|-e)(?:=(.*))?$/s.exec(word);
    if (match === null) return { env, args: words.slice(at) };
    const pair = match[1] ?? words[at + 1] ?? "";
    const equals = pair.indexOf("=");
    if (equals < 1) throw new UsageError(`Cannot use --env ${pair}: give KEY=VALUE`);
    env[pair.slice(0, equals)] = pair.slice(equals + 1);
    at += match[1] === undefined ? 2 : 1;
  }
  return { env, args: [] };
}
