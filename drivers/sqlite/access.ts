/**
 * The permissions of the database's process: no more than the driver's own, and only for its file.
 *
 * @module
 */
import { DriverError } from "@fluxwire/sdk";
import { isInMemory, type Target } from "./messages.ts";

/** Queries a permission; `Deno.permissions.querySync`, except in tests. */
export type PermissionQuery = (permission: Deno.PermissionDescriptor) => { state: Deno.PermissionState };

/** If any of these is missing, Deno does not let SQLite attach databases. */
const EVERY_PERMISSION = ["read", "write", "net", "env", "run", "sys", "ffi", "import"] as const;

/**
 * The flags with which the database's process is started.
 *
 * @throws {DriverError} `Driver`, naming the flags that the driver lacks; for a path that no flag can name.
 */
export function flagsFor(target: Target, query: PermissionQuery = Deno.permissions.querySync): string[] {
  const isFree = EVERY_PERMISSION.every((name) => query({ name }).state === "granted"), files = fileFlags(target);
  if (!isFree && files.length > 0 && target.path.includes(",")) {
    // A comma separates the paths of a flag and cannot be escaped.
    const reason = "a path with a comma cannot be given to the database's process alone";
    throw refused(target, `${reason}; rename it, or start the driver with -A`);
  }
  const missing = files.filter(({ name, path }) => query({ name, path }).state !== "granted").map(({ flag }) => flag);
  const command = Deno.execPath();
  if (query({ name: "run", command }).state !== "granted") missing.push(`--allow-run=${command}`);
  if (missing.length > 0) throw refused(target, `the driver may not do that; start it with ${missing.join(" ")}`);
  return isFree ? ["--allow-all"] : files.map(({ flag }) => flag);
}

function fileFlags(target: Target): { name: "read" | "write"; path: string; flag: string }[] {
  if (isInMemory(target)) return [];
  const { path } = target;
  const names = target.isReadOnly ? ["read"] as const : ["read", "write"] as const;
  return names.map((name) => ({ name, path, flag: `--allow-${name}=${path}` }));
}

function refused({ path }: Target, reason: string): DriverError {
  return new DriverError("Driver", `Cannot open ${path}: ${reason}`);
}
