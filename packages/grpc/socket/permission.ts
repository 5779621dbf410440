/**
 * The permissions that an address needs, asked for without a prompt.
 *
 * @module
 */
import { ConnectionError } from "@fluxwire/transport";
import { type Address, formatAddress } from "./address.ts";

/**
 * Makes sure that an address may be used: `--allow-net=HOST:PORT`, or for a Unix socket `--allow-net=unix:PATH`,
 * `--allow-read=PATH` and `--allow-write=PATH`.
 *
 * @param action What was to be done, for the message.
 * @throws {ConnectionError} `PermissionMissing`, with the flags that are missing.
 */
export function requirePermission(action: string, address: Address): void {
  const name = formatAddress(address);
  const missing = isGranted({ name: "net", host: name }) ? [] : [`--allow-net=${name}`];
  if (address.kind === "unix") {
    for (const kind of ["read", "write"] as const) {
      if (!isGranted({ name: kind, path: address.path })) missing.push(`--allow-${kind}=${address.path}`);
    }
  }
  if (missing.length === 0) return;
  const message = `Cannot ${action} ${name}: permission is missing; run Deno with ${missing.join(" ")}`;
  throw new ConnectionError("PermissionMissing", message);
}

function isGranted(permission: Deno.PermissionDescriptor): boolean {
  return Deno.permissions.querySync(permission).state === "granted";
}
