/**
 * The permissions that a socket needs, asked for without a prompt: a program that is started by another has no terminal to answer on.
 *
 * @module
 */
import { ConnectionError } from "./errors.ts";
import type { SocketAddress } from "./socket_name.ts";

/**
 * Makes sure that a socket may be used. Abstract sockets and pipes need the net permission, for all hosts; a socket file
 * also reading and writing that file.
 *
 * @param action What was to be done, for the message.
 * @throws {ConnectionError} `PermissionMissing`, with the flags that are missing.
 */
export function requireSocketPermission(action: string, address: SocketAddress): void {
  const missing: string[] = [];
  if (!isGranted({ name: "net" })) missing.push("--allow-net");
  if (address.kind === "file") {
    for (const name of ["read", "write"] as const) {
      if (!isGranted({ name, path: address.path })) missing.push(`--allow-${name}=${address.path}`);
    }
  }
  if (missing.length > 0) {
    const remedy = `run Deno with ${missing.join(" ")}`;
    throw new ConnectionError("PermissionMissing", `Cannot ${action}: permission is missing; ${remedy}`);
  }
}

function isGranted(permission: Deno.PermissionDescriptor): boolean {
  return Deno.permissions.querySync(permission).state === "granted";
}
