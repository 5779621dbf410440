/** Where a server listens. */
import { isLoopback } from "./network.ts";

/** An address of the network, or the path of a Unix socket. */
export type Address =
  | { readonly kind: "tcp"; readonly hostname: string; readonly port: number }
  | { readonly kind: "unix"; readonly path: string };

/** The address of `host:port`, `:port`, `[::1]:port` or `unix:/path`; `null` for all else. */
export function parseAddress(text: string): Address | null {
  if (text.startsWith("unix:")) return text.length > 5 ? { kind: "unix", path: text.slice(5) } : null;
  const match = /^(?:\[([0-9a-fA-F:.]+)\]|([A-Za-z0-9.-]*)):(\d{1,5})$/.exec(text);
  if (match === null || Number(match[3]) > 65_535) return null;
  return { kind: "tcp", hostname: match[1] ?? (match[2] === "" ? "0.0.0.0" : match[2]!), port: Number(match[3]) };
}

/** An address as `parseAddress` reads it. */
export function addressText(address: Address): string {
  if (address.kind === "unix") return `unix:${address.path}`;
  return `${address.hostname.includes(":") ? `[${address.hostname}]` : address.hostname}:${address.port}`;
}

/** Whether only programs of this machine can reach it. */
export function isLocal(address: Address): boolean {
  return address.kind === "unix" || address.hostname === "localhost" || isLoopback(address.hostname);
}
