/**
 * Looks for the programs of instances, for a check of their file.
 *
 * @module
 */
import { join } from "node:path";
import type { Problem } from "./problem.ts";
import type { ReadInstances } from "./read_instances.ts";

/** A warning for each instance whose program is not there, or may not be run. It can still come before a launch. */
export async function findMissingPrograms(read: ReadInstances, driversDir: string): Promise<Problem[]> {
  const found = await Promise.all(read.instances.map(async (instance): Promise<Problem[]> => {
    const { instanceId, binary } = instance;
    if (binary === "") return [];
    const path = join(driversDir, binary), fault = await faultOf(path);
    if (fault === null) return [];
    const place = read.placeOf(instance, "binary");
    return [{ isWarning: true, instance: instanceId, member: "binary", ...place, text: `${path} ${fault}` }];
  }));
  return found.flat();
}

async function faultOf(path: string): Promise<string | null> {
  try {
    const { isFile, mode } = await Deno.stat(path);
    if (!isFile) return "is no file";
    return mode !== null && (mode & 0o111) === 0 ? "may not be run: chmod 755 it" : null;
  } catch (error) {
    return error instanceof Deno.errors.NotFound ? "is not there" : `cannot be looked at: ${(error as Error).message}`;
  }
}
