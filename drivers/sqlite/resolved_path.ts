/**
 * Finds the file behind links, before permissions are looked at: a link in a permitted folder may lead out of it.
 *
 * @module
 */
import { DriverError } from "@fluxwire/sdk";
import { isInMemory, type Target } from "./target.ts";

/**
 * The target with the path of the file itself. A file that does not exist yet is in the folder that is found.
 *
 * @throws {DriverError} `InvalidRequest` for a path with a NUL; `Driver` for a link to nothing.
 */
export function resolved(target: Target): Target {
  if (isInMemory(target)) return target;
  const { path } = target;
  if (path.includes("\0")) {
    throw new DriverError("InvalidRequest", "Cannot open the database: its path has a NUL character");
  }
  const found = realPath(path);
  if (found !== null) return { ...target, path: found };
  if (isLink(path)) {
    throw new DriverError("Driver", `Cannot open ${path}: it is a link to a file that does not exist`);
  }
  const at = path.lastIndexOf("/") + 1, folder = realPath(path.slice(0, at) || ".");
  return folder === null ? target : { ...target, path: `${folder === "/" ? "" : folder}/${path.slice(at)}` };
}

/** The path without links; null if nothing is there, or it may not be looked at. */
function realPath(path: string): string | null {
  try {
    return Deno.realPathSync(path);
  } catch {
    return null;
  }
}

function isLink(path: string): boolean {
  try {
    return Deno.lstatSync(path).isSymlink;
  } catch {
    return false;
  }
}
