/**
 * Addresses: a path of a Unix socket, or a host and a port.
 *
 * @module
 */
import { ConnectionError } from "@fluxwire/transport";

/** Where a server listens. */
export type Address =
  | { readonly kind: "unix"; readonly path: string }
  | { readonly kind: "tcp"; readonly hostname: string; readonly port: number };

/** The longest path of a socket on Linux; other systems have 4 bytes less. */
const MAX_PATH_BYTES = Deno.build.os === "linux" || Deno.build.os === "android" ? 107 : 103;
const HOST_PORT = /^(?:\[([0-9A-Fa-f:.]+)\]|([^\s:/[\]]+)):([0-9]{1,5})$/;

/**
 * Reads `unix:PATH`, `unix:///PATH`, `HOST:PORT` or `[::1]:PORT`. A path with four slashes, as a host of NX gives it, is
 * the same as with three.
 *
 * @throws {ConnectionError} `SocketNameInvalid` for anything else, or a path that the system cannot use.
 * @example
 * ```ts
 * import { parseAddress } from "./address.ts";
 * import { deepEqual } from "node:assert/strict";
 *
 * deepEqual(parseAddress("unix:///run/host.sock"), { kind: "unix", path: "/run/host.sock" });
 * deepEqual(parseAddress("[::1]:50051"), { kind: "tcp", hostname: "::1", port: 50051 });
 * ```
 */
export function parseAddress(address: string): Address {
  if (address.startsWith("unix:")) return { kind: "unix", path: checkedPath(address, address.slice("unix:".length)) };
  const match = HOST_PORT.exec(address);
  const port = Number(match?.[3]);
  if (match === null || port > 65_535) {
    throw invalid(address, "it is neither unix:PATH nor HOST:PORT");
  }
  return { kind: "tcp", hostname: match[1] ?? match[2]!, port };
}

/** The address as {@link parseAddress} reads it. */
export function formatAddress(address: Address): string {
  if (address.kind === "unix") return `unix:${address.path}`;
  const { hostname, port } = address;
  return hostname.includes(":") ? `[${hostname}]:${port}` : `${hostname}:${port}`;
}

function checkedPath(address: string, text: string): string {
  const path = text.startsWith("//") ? text.replace(/^\/+/, "/") : text;
  if (path === "" || path.includes("\0")) throw invalid(address, "its path is empty or has a NUL character");
  const bytes = new TextEncoder().encode(path).length;
  if (bytes > MAX_PATH_BYTES) {
    throw invalid(address, `its path of ${bytes} bytes exceeds ${MAX_PATH_BYTES}; choose a shorter one`);
  }
  return path;
}

function invalid(address: string, problem: string): ConnectionError {
  return new ConnectionError("SocketNameInvalid", `Cannot use address ${JSON.stringify(address)}: ${problem}`);
}
