/**
 * Commands that exist on the client's side only: the helpers of a device, from a module of the user.
 *
 * @module
 */
import { UsageError } from "@fluxwire/command";
import type { Device } from "../client/device.ts";
import { typedClient } from "../client/typed_client.ts";
import { absolute, fileUrl } from "../config/find_device.ts";
import { decodeMethods, METHODS_LABEL } from "../wire/method_facts.ts";
import { looseArgument } from "./argument.ts";
import type { Command } from "./command.ts";
import { showItem, showResult } from "./show.ts";

/** Where the helpers of a device are. */
export interface HelperFile {
  /** The device's path. */
  readonly device: string;
  /** The module's file, absolute. */
  readonly file: string;
  /** The name of the function that makes the helpers from the device's client. */
  readonly exported: string;
}

/**
 * Reads `DEVICE=FILE#EXPORT`.
 *
 * @throws {UsageError} For text of another form.
 */
export function helperFileOf(text: string): HelperFile {
  const [, device, file, exported] = /^([^=]*)=(.+)#([^#]+)$/.exec(text) ?? [];
  if (file === undefined) throw new UsageError(`Cannot use --helpers ${text}: write DEVICE=FILE#EXPORT`);
  return { device: device!, file: absolute(file, Deno.cwd()), exported: exported! };
}

/** The helpers of a device as commands; their arguments are JSON where they can be, else text. */
export async function helperCommands(device: Device, files: readonly HelperFile[]): Promise<Command[]> {
  const own = files.filter((file) => file.device === device.report.path);
  return (await Promise.all(own.map((file) => commandsFrom(device, file)))).flat();
}

async function commandsFrom(device: Device, { file, exported }: HelperFile): Promise<Command[]> {
  const module: Record<string, unknown> = await import(fileUrl(file)).catch((cause) => {
    throw new UsageError(`Cannot use --helpers: cannot load ${file}: ${cause.message}`, { cause });
  });
  const make = module[exported];
  if (typeof make !== "function") throw new UsageError(`Cannot use --helpers: ${file} exports no function ${exported}`);
  const client = typedClient(device, decodeMethods(device.report.labels[METHODS_LABEL]));
  const helpers: Record<string, unknown> = make(client);
  return Object.entries(helpers).flatMap(([name, helper]) => {
    return typeof helper === "function" ? [helperCommand(name, (args) => helper(...args))] : [];
  });
}

function helperCommand(name: string, helper: (args: readonly unknown[]) => unknown): Command {
  return {
    name: name.replaceAll("_", "-"),
    usage: "[ARG...]",
    help: "A helper on this side",
    words: [0, Infinity],
    flags: [],
    async run({ flags, output }) {
      const result: unknown = await helper(flags.words.map(looseArgument));
      if (isIterable(result)) { for await (const item of result) showItem(output, item); }
      else showResult(output, result ?? null);
      return 0;
    },
  };
}

function isIterable(value: unknown): value is AsyncIterable<unknown> {
  return typeof value === "object" && value !== null && Symbol.asyncIterator in value;
}
