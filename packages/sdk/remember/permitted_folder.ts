/**
 * Chooses the folder in which a driver's program may remember values, by its command line, environment and permissions.
 *
 * @module
 */
import type { Driver } from "../driver.ts";
import { defaultStateFolder, folderOf, folderVariables, type Surroundings } from "./state_folder.ts";

/** The facts that the choice depends on. */
export interface FolderRequest {
  /** The folder from the command line; null if absent. */
  given: string | null;
  /**
   * Whether a Fluxwire host started the driver. Such a host sends the values with every connection, so none are lost.
   */
  isHosted: boolean;
}

/** An operating system and the driver's permissions on it. */
export interface PermittedSystem extends Surroundings {
  /** Queries a permission. */
  query(permission: Deno.PermissionDescriptor): { state: Deno.PermissionState };
}

const SYSTEM: PermittedSystem = {
  os: Deno.build.os,
  variable: (name) => Deno.env.get(name),
  query: (permission) => Deno.permissions.querySync(permission),
};

/** The folder for all drivers, or null with the flags to add if the driver is to remember values. */
export function permittedFolder(
  { definition: { id, remember = false } }: Driver,
  { given, isHosted }: FolderRequest,
  system: PermittedSystem = SYSTEM,
): { stateFolder: string | null; missing: string | null } {
  if (!remember || (given === null && isHosted)) return { stateFolder: null, missing: null };
  const stateFolder = given ?? knownFolder(system);
  if (stateFolder === null) {
    return { stateFolder, missing: "--state FOLDER, and --allow-read=FOLDER --allow-write=FOLDER to deno run" };
  }
  const path = folderOf(id, stateFolder);
  const missing = (["read", "write"] as const).filter((name) => system.query({ name, path }).state !== "granted");
  if (missing.length === 0) return { stateFolder, missing: null };
  return { stateFolder: null, missing: `${missing.map((name) => `--allow-${name}=${path}`).join(" ")} to deno run` };
}

function knownFolder({ os, variable, query }: PermittedSystem): string | null {
  const isReadable = (name: string): boolean => query({ name: "env", variable: name }).state === "granted";
  return folderVariables(os).every(isReadable) ? defaultStateFolder({ os, variable }) : null;
}
