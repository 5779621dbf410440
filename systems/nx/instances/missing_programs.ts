/**
 * Looks for the programs of instances, for a check of their file.
 *
 * @module
 */
import { join } from "node:path";
import type { Instance } from "./instance.ts";
import type { Problem } from "./problem.ts";

/** A warning for each instance whose program is not there, or may not be run. It can still come before a launch. */
export async function findMissingPrograms(instances: readonly Instance[], driversDir: string): Promise<Problem[]> {
  const found = await Promise.all(instances.map(async ({ instanceId, binary }): Promise<Problem[]> => {
    const path = join(driversDir, binary), fault = await faultOf(path);
    if (fault === null) return [];
    return [{ isWarning: true, instance: instanceId, member: "binary", line: 1, column: 1, text: `${path} ${fault}` }];
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
