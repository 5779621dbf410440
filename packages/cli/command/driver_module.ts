/**
 * A driver's module on a command line, and the command that starts it.
 *
 * @module
 */
import { dirname, resolve } from "node:path";
import { UsageError } from "@fluxwire/command";
import { LIFELINE_VARIABLE } from "@fluxwire/transport";
import type { CommandLine } from "./args.ts";
import { SourceChanges } from "./source_changes.ts";

/** What every driver of the SDK needs (docs/commands.md#permissions). */
export const PERMISSIONS: readonly string[] = [
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
 * A driver's module, with the permissions of `--allow`.
 *
 * @param file Its path: by default the first word of the command line.
 * @throws {UsageError} if it is missing, is no file, or a permission is none of Deno's.
 */
export function driverModuleOf(args: CommandLine, file: string | undefined = args.arguments[0]): DriverModule {
  if (file === undefined) throw new UsageError("Missing FILE: give the module that serves the driver");
  const path = resolve(file);
  try {
    if (!Deno.statSync(path).isFile) throw new UsageError(`Cannot use ${file}: it is no file`);
  } catch (error) {
    if (error instanceof UsageError) throw error;
    if (error instanceof Deno.errors.NotFound) throw new UsageError(`Cannot use ${file}: there is no such file`);
    throw new UsageError(`Cannot use ${file}: ${error instanceof Error ? error.message : error}`, { cause: error });
  }
  return { path, command: [Deno.execPath(), "run", ...PERMISSIONS, ...args.all("allow").map(permissionFlag), path] };
}

/**
 * Watches the folder of a driver's module, and those within it.
 *
 * @throws {UsageError} if it cannot be watched.
 */
export function changesOf({ path }: DriverModule): SourceChanges {
  try {
    return new SourceChanges(dirname(path));
  } catch (cause) {
    throw new UsageError(`Cannot watch ${dirname(path)}: ${cause instanceof Error ? cause.message : cause}`, { cause });
  }
}

function permissionFlag(permission: string): string {
  if (PERMISSION.test(permission)) return `--allow-${permission}`;
  throw new UsageError(`Cannot use --allow ${permission}: give a permission of Deno, such as read=/data`);
}
