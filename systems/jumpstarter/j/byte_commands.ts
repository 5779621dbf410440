/**
 * Commands on a device's byte stream.
 *
 * @module
 */
import { aborted } from "@fluxwire/transport";
import { UsageError } from "@fluxwire/command";
import { failureOf } from "../cli/error_rules.ts";
import { forwardTcp, forwardUnix } from "../client/forward.ts";
import type { Command, CommandContext } from "./command.ts";

const METHOD = { name: "method", value: "NAME", help: "The method that opens the stream (default connect)" } as const;

/** Joins the device's stream with stdin and stdout. */
export const BYTES: Command = {
  name: "bytes",
  usage: "[METHOD]",
  help: "Join the device's byte stream with stdin and stdout, until the device ends it",
  words: [0, 1],
  flags: [],
  run: (context) => bytesOf(context, context.flags.words[0] ?? "connect"),
};

/** Forwards a local port. */
export const FORWARD_TCP: Command = {
  name: "forward-tcp",
  usage: "[--address A] PORT",
  help: "Forward a local TCP port to the device, until interrupted; 0 is a free one",
  words: [1, 1],
  flags: [{ name: "address", value: "A", help: "The local address (default 127.0.0.1)" }, METHOD],
  async run(context) {
    const { device, flags, output, signal } = context;
    const [word] = flags.words;
    if (!/^[0-9]{1,5}$/.test(word!) || Number(word) > 65_535) {
      throw new UsageError(`Cannot use port ${word}: it must be a number from 0 to 65535`);
    }
    const at = { hostname: flags.text("address") ?? "127.0.0.1", port: Number(word) };
    await using forward = listening(() => forwardTcp(device, at, optionsOf(context)));
    if (output.isJson) output.json(forward.address);
    else output.line(`${forward.address.hostname}:${forward.address.port}`);
    return await untilAborted(signal);
  },
};

/** Forwards a local socket. */
export const FORWARD_UNIX: Command = {
  name: "forward-unix",
  usage: "PATH",
  help: "Forward a local Unix socket to the device, until interrupted",
  words: [1, 1],
  flags: [METHOD],
  async run(context) {
    const { device, flags, output, signal } = context;
    await using forward = listening(() => forwardUnix(device, flags.words[0]!, optionsOf(context)));
    if (output.isJson) output.json({ path: forward.address });
    else output.line(forward.address);
    return await untilAborted(signal);
  },
};

/** Copies stdin to a byte stream, and the stream to stdout. The end of stdin ends only its direction. */
export async function bytesOf({ device, output, signal }: CommandContext, method: string): Promise<number> {
  await using stream = await device.bytes(method, { signal });
  // A device that takes no more says why where it is read.
  Deno.stdin.readable.pipeTo(stream.writable, { signal, preventAbort: true }).catch(() => stream.endWriting());
  await stream.readable.pipeTo(output.bytes());
  return 0;
}

function optionsOf({ flags, output }: CommandContext): Parameters<typeof forwardTcp>[2] {
  return { method: flags.text("method") ?? undefined, onError: (error) => output.failure(failureOf(error)) };
}

function listening<T>(listen: () => T): T {
  try {
    return listen();
  } catch (error) {
    throw new UsageError(`Cannot listen: ${error instanceof Error ? error.message : String(error)}`);
  }
}

async function untilAborted(signal: AbortSignal): Promise<never> {
  throw await aborted(signal);
}
