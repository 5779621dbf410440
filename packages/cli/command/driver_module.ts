/**
 * A driver's module on a command line, and the command that starts it.
 *
 * @module
 */
import { resolve } from "node:path";
import { UsageError } from "@fluxwire/command";
import { LIFELINE_VARIABLE } from "@fluxwire/transport";
import type { CommandLine } from "./args.ts";

/** What every driver of the SDK needs (docs/commands.md#permissions). */
const PERMISSIONS: readonly string[] = [
  "--no-prompt",
  "--allow-net",
  `--allow-env=DBFLUX_DRIVER_IPC_TOKEN,${LIFELINE_VARIABLE}`,
];

/** A permission, as Deno writes it behind `--allow-`. */
const PERMISSION = /^(all|net|env|sys|read|write|run|ffi|import)(=.+)?$/;

/** A driver's module. */
export interface DriverModule {
  /** Its absolute path. */
  readonly path: string;
  /** The program that runs it, and its arguments without the socket. */
  readonly command: readonly [string, ...string[]];
}

/**
 * The module that the first word of a command line names, with the permissions of `--allow`.
 *
 * @throws {UsageError} if it is missing, is no file, or a permission is none of Deno's.
 */
export function driverModuleOf(args: CommandLine): DriverModule {
  const [file] = args.arguments;
  if (file === undefined) throw new UsageError("Missing FILE: give the module that serves the driver");
  const path = resolve(file);
  try {
    if (!Deno.statSync(path).isFile) throw new UsageError(`Cannot use ${file}: it is no file`);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    throw new UsageError(`Cannot use ${file}: ${error instanceof Error ? error.message : error}`, { cause: error });
  }
  return { path, command: [Deno.execPath(), "run", ...PERMISSIONS, ...args.all("allow").map(permissionFlag), path] };
}

function permissionFlag(permission: string): string {
  if (PERMISSION.test(permission)) return `--allow-${permission}`;
  throw new UsageError(`Cannot use --allow ${permission}: give a permission of Deno, such as read=/data`);
}
