/**
 * A folder that only its owner can look into: whoever reaches a host's control socket can stop its services.
 *
 * @module
 */
import { HostError } from "../host_error.ts";

/** The rights of everybody but the owner. */
const OTHERS = 0o077;

/**
 * Makes sure that a folder is there and private, with mode 0700 where it is new. Windows has no such modes: there the
 * user's own folders are private by inheritance.
 *
 * @throws {HostError} `FolderNotPrivate` where others may look into it, or it is a link or no folder.
 */
export function makePrivateFolder(path: string): void {
  Deno.mkdirSync(path, { recursive: true, mode: 0o700 });
  if (Deno.build.os === "windows") return;
  const { isDirectory, mode } = Deno.lstatSync(path);
  if (!isDirectory) throw notPrivate(path, "it is a link");
  const rights = (mode ?? 0) & 0o777;
  if ((rights & OTHERS) !== 0) throw notPrivate(path, `its mode is ${rights.toString(8)}`);
}

function notPrivate(path: string, why: string): HostError {
  return new HostError(
    "FolderNotPrivate",
    `Cannot use folder ${path}: ${why}, so that others could stop services; choose another, or make it 700`,
  );
}
