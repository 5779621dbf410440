/**
 * The folder that a driver runs in, and its configuration in it.
 *
 * @module
 */
import { dirname, join, relative, resolve } from "node:path";
import { FinalLaunchError } from "@fluxwire/supervise";
import type { Instance } from "../instances/instance.ts";

/** What a driver is started with. */
export interface PreparedLaunch {
  /** The program, by its full path. */
  readonly command: string;
  /** Its arguments. */
  readonly args: readonly string[];
  /** The folder it runs in. */
  readonly cwd: string;
}

/** Where programs and folders are, by absolute paths. */
export interface LaunchFolders {
  readonly driversDir: string;
  readonly outDir: string;
}

/**
 * Makes the folder and writes the configuration anew: beside, then renamed, readable by its owner only.
 *
 * @throws {FinalLaunchError} if the program lies outside of the drivers' folder once links are resolved.
 */
export async function prepareLaunch(
  instance: Instance,
  { driversDir, outDir }: LaunchFolders,
): Promise<PreparedLaunch> {
  const command = join(driversDir, instance.binary);
  await checkWithin(driversDir, command);
  const cwd = join(outDir, instance.instanceId);
  await Deno.mkdir(cwd, { recursive: true, mode: 0o755 });
  const config = join(cwd, "config.json"), beside = join(cwd, ".config.json.tmp");
  await Deno.remove(beside).catch(() => {});
  await Deno.writeFile(beside, instance.config, { createNew: true, mode: 0o600 });
  await Deno.rename(beside, config);
  const args = ["-device_id", instance.deviceId, "-config", config, ...instance.settings.args];
  return { command, args, cwd };
}

/** Links must not lead out; a program that is not there is for the start to explain. */
async function checkWithin(driversDir: string, command: string): Promise<void> {
  let folder: string, program: string;
  try {
    [folder, program] = await Promise.all([Deno.realPath(driversDir), Deno.realPath(command)]);
  } catch {
    return;
  }
  if (!relative(folder, program).startsWith("..")) return;
  throw new FinalLaunchError(
    `Cannot start ${command}: it is a link to ${program}, which is not within the drivers' folder ${folder}`,
  );
}

/** The PATH of drivers: the folder of the host's own Deno stands first, so that `deno` in a first line is found. */
export function driverPath(inherited: string | undefined): string {
  const own = dirname(resolve(Deno.execPath()));
  const separator = Deno.build.os === "windows" ? ";" : ":";
  return inherited ? `${own}${separator}${inherited}` : own;
}
