/**
 * The command that runs an SSH client over a forward.
 *
 * @module
 */
import { CommandError } from "@fluxwire/command";
import { failureOf } from "../cli/error_rules.ts";
import { CallError } from "../client/call_error.ts";
import type { Device } from "../client/device.ts";
import { forwardTcp } from "../client/forward.ts";
import type { Command, CommandContext } from "./command.ts";

/** What shells answer for a program that cannot be run. */
const NOT_FOUND = 127;
/** The options of OpenSSH's client whose value may be the next word. */
const WITH_VALUE = /^-[BbcDEeFIiJLlmOoPpQRSWw]$/;

/** Runs the SSH client that the device names; its exit code is the command's. */
export const SSH: Command = {
  name: "ssh",
  usage: "[OPTION...] [COMMAND [ARG...]]",
  help: "Log in to the machine, or run a command there, with the ssh program of this machine",
  words: [0, Infinity],
  flags: [],
  isRaw: true,
  async run(context) {
    const { device, flags, output, signal } = context;
    const user = await textOf(context, "default_username"), command = await textOf(context, "ssh_command");
    await using stack = new AsyncDisposableStack();
    const identity = await identityOf(context, stack);
    const options = { onError: (error: unknown) => output.failure(failureOf(error)) };
    const { hostname, port } = stack.use(forwardTcp(tcpOf(device), {}, options)).address;
    const [program = "ssh", ...own] = wordsOf(command);
    const { before, after } = split(flags.words);
    const login = user === "" || before.some((word) => word.startsWith("-l")) ? [] : ["-l", user];
    const key = identity === null ? [] : ["-i", identity];
    return await ran(program, [...own, "-p", String(port), ...login, ...key, ...before, hostname, ...after], signal);
  },
};

/** The device that the connection passes. */
function tcpOf(device: Device): Device {
  return device.child("tcp");
}

async function textOf({ device, signal }: CommandContext, method: string): Promise<string> {
  return String(await device.call(method, [], { signal }) ?? "");
}

/** The file of a private key that the exporter lends; null without one. Older exporters do not know the method. */
async function identityOf(
  { device, signal }: CommandContext,
  stack: AsyncDisposableStack,
): Promise<string | null> {
  let text: unknown;
  try {
    text = await device.call("ssh_identity", [], { signal });
  } catch (error) {
    if (error instanceof CallError && error.code === "NOT_FOUND") return null;
    throw error;
  }
  if (typeof text !== "string") return null;
  const folder = await Deno.makeTempDir({ prefix: "ssh-" });
  stack.defer(() => Deno.remove(folder, { recursive: true }));
  await Deno.writeTextFile(`${folder}/key`, text.endsWith("\n") ? text : `${text}\n`, { mode: 0o600 });
  return `${folder}/key`;
}

/** The words of a command line, quoted ones whole. */
export function wordsOf(command: string): string[] {
  return [...command.matchAll(/"([^"]*)"|'([^']*)'|(\S+)/g)].map(([, double, single, plain]) => {
    return double ?? single ?? plain!;
  });
}

/** Options of the program, and what follows the machine's name. */
export function split(words: readonly string[]): { before: readonly string[]; after: readonly string[] } {
  let at = 0;
  while (at < words.length && words[at]!.startsWith("-") && words[at] !== "--") {
    at += WITH_VALUE.test(words[at]!) ? 2 : 1;
  }
  return { before: words.slice(0, at), after: words.slice(words[at] === "--" ? at + 1 : at) };
}

async function ran(program: string, args: string[], signal: AbortSignal): Promise<number> {
  const standard = { stdin: "inherit", stdout: "inherit", stderr: "inherit" } as const;
  let child: Deno.ChildProcess;
  try {
    child = new Deno.Command(program, { args, ...standard, signal }).spawn();
  } catch (cause) {
    throw new CommandError("ProgramMissing", `Cannot run ${program}: ${(cause as Error).message}`, NOT_FOUND);
  }
  return (await child.status).code;
}
