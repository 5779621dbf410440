/**
 * Finds the file behind links, before permissions are looked at: a link in a permitted folder may lead out of it.
 *
 * @module
 */
import { DriverError } from "./errors.ts";

/**
 * The path of the file that a form's path leads to, so that one file has one path. A file that does not exist yet is in the
 * folder that is found; a path that may not be looked at stays as it is.
 *
 * @throws {DriverError} `InvalidRequest` for a path with a NUL; `Driver` for a link to nothing.
 *
 * @example
 * ```ts
 * import { throws } from "node:assert/strict";
 * import { resolvedFile } from "@fluxwire/sdk";
 *
 * throws(() => resolvedFile("a\0b"), { code: "InvalidRequest", message: /has a NUL character/ });
 * ```
 */
export function resolvedFile(path: string): string {
  if (path.includes("\0")) {
    const shown = path.replaceAll("\0", "\\0");
    throw new DriverError("InvalidRequest", `Cannot open ${shown}: its path has a NUL character`);
  }
  const found = realPath(path);
  if (found !== null) return found;
  if (isLink(path)) {
    throw new DriverError("Driver", `Cannot open ${path}: it is a link to a file that does not exist`);
  }
  const at = path.lastIndexOf("/") + 1, folder = realPath(path.slice(0, at) || ".");
  return folder === null ? path : `${folder === "/" ? "" : folder}/${path.slice(at)}`;
}

/**
 * The number of a file, which it has under every name; null without one, or if the file has fewer names.
 *
 * @param path Where the file is; links are followed.
 * @param names The least number of names, 1 without hard links.
 * @example
 * ```ts
 * import { strictEqual } from "node:assert/strict";
 * import { fileNumber } from "@fluxwire/sdk";
 *
 * strictEqual(await fileNumber("/nowhere"), null);
 * ```
 */
export async function fileNumber(path: string, names = 1): Promise<string | null> {
  const { dev, ino, nlink } = await Deno.stat(path).catch(() => ({ dev: 0, ino: null, nlink: 0 }));
  return ino === null || (nlink ?? 1) < names ? null : `${dev}:${ino}`;
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
