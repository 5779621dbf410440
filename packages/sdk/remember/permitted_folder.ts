/**
 * Where a driver's program may remember values: by its command line, its surroundings and its permissions.
 *
 * @module
 */
import type { Driver } from "../driver.ts";
import { defaultStateFolder, folderOf, folderVariables, type Surroundings } from "./state_folder.ts";

/** What the choice depends on. */
export interface FolderRequest {
  /** The folder given on the command line; null without one. */
  given: string | null;
  /** Whether our own host started the driver: that one sends the values with every connection, nothing is lost. */
  isHosted: boolean;
}

/** A system, and what the driver may do on it. */
export interface PermittedSystem extends Surroundings {
  /** Asks for a permission. */
  query(permission: Deno.PermissionDescriptor): { state: Deno.PermissionState };
}

const SYSTEM: PermittedSystem = {
  os: Deno.build.os,
  variable: (name) => Deno.env.get(name),
  query: (permission) => Deno.permissions.querySync(permission),
};

/** The folder for all drivers, or null, then with what must be added to remember values, if that is wanted. */
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
