/**
 * Sends requests to a running host.
 *
 * @module
 */
import { socketAddress } from "@fluxwire/transport";
import { askHost, type AskOptions, defaultControlPath, type Question } from "@fluxwire/supervise";
import type { CommandLine } from "../../command/args.ts";
import type { Context } from "../../command/context.ts";
import { UsageError } from "@fluxwire/command";

/** The control socket of a command line, as {@link controlPath} has it for `--control`. */
export function controlPathOf(args: CommandLine): string {
  return controlPath("control", args.text("control"));
}

/**
 * A host's control socket.
 *
 * @param flag The option that names it.
 * @param given Its value; null for the user's own.
 * @throws {UsageError} if neither is known, or the path is not absolute or too long.
 */
export function controlPath(flag: string, given: string | null): string {
  const path = given ?? usable(() => defaultControlPath("host"));
  if (Deno.build.os === "windows") return path;
  if (!path.startsWith("/")) throw new UsageError(`Cannot use --${flag} ${path}: it must be an absolute path`);
  try {
    socketAddress(path);
  } catch (cause) {
    const why = `it is too long for a socket; give a shorter one by --${flag}`;
    throw new UsageError(`Cannot use control socket ${path}: ${why}`, { cause });
  }
  return path;
}

/** Sends a request, within the command's time limit. Rejects as {@link askHost} does. */
export function ask({ args, signal }: Context, question: Question, options: AskOptions = {}): Promise<unknown> {
  return askHost(controlPathOf(args), question, { ...options, signal });
}

/** The result of a folder's function; a missing variable is wrong usage. */
export function usable(folder: () => string): string {
  try {
    return folder();
  } catch (error) {
    if (error instanceof RangeError) throw new UsageError(error.message, { cause: error });
    throw error;
  }
}
