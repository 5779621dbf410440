/**
 * A folder that only its owner can look into: a user who reaches a host's control socket can stop its services.
 *
 * @module
 */
import { ConnectionError } from "@fluxwire/transport";
import { HostError } from "../host_error.ts";

/** The rights of all users but the owner. */
const OTHERS = 0o077;

/**
 * Makes sure that a folder is there and private, with mode 0700 if it is new. Windows has no such modes: there the
 * user's own folders are private by inheritance.
 *
 * @param ownerOfNewFiles The user that files made in a folder belong to; by default it is tried out.
 * @throws {HostError} `FolderUnusable` if it cannot be made, other users may look into it, it belongs to another user, or
 * it is a link or no folder.
 * @throws {ConnectionError} `PermissionMissing` if Deno may not make it.
 */
export function makePrivateFolder(path: string, ownerOfNewFiles: (folder: string) => number | null = ownUser): void {
  make(path);
  if (Deno.build.os === "windows") return;
  const { isDirectory, mode, uid } = Deno.lstatSync(path);
  if (!isDirectory) throw notPrivate(path, "it is a link");
  const rights = (mode ?? 0) & 0o777;
  if ((rights & OTHERS) !== 0) throw notPrivate(path, `its mode is ${rights.toString(8)}`);
  // Root may use every folder, but the other user could replace what is in it.
  const own = ownerOfNewFiles(path);
  if (own !== uid) throw notPrivate(path, `it belongs to user ${uid}, and this process is user ${own}`);
}

/** The user of this process, by a file that is made and removed: Deno tells it only with a permission of its own. */
function ownUser(folder: string): number | null {
  const path = `${folder}/.owner-${crypto.randomUUID()}`;
  try {
    Deno.openSync(path, { createNew: true, write: true, mode: 0o600 }).close();
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : cause;
    throw new HostError("FolderUnusable", `Cannot use folder ${folder}: ${reason}; choose another`, { cause });
  }
  const { uid } = Deno.lstatSync(path);
  Deno.removeSync(path);
  return uid;
}

function make(path: string): void {
  try {
    Deno.mkdirSync(path, { recursive: true, mode: 0o700 });
  } catch (cause) {
    if (cause instanceof Deno.errors.NotCapable) {
      const remedy = `run Deno with --allow-read=${path} --allow-write=${path}`;
      throw new ConnectionError("PermissionMissing", `Cannot use folder ${path}: permission is missing; ${remedy}`, {
        cause,
      });
    }
    const reason = cause instanceof Error ? cause.message : cause;
    throw new HostError("FolderUnusable", `Cannot make folder ${path}: ${reason}`, { cause });
  }
}

function notPrivate(path: string, why: string): HostError {
  return new HostError(
    "FolderUnusable",
    `Cannot use folder ${path}: ${why}, so that others could stop services; choose another, or make it 700`,
  );
}
