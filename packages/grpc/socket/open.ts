/**
 * Sockets that connect.
 *
 * @module
 */
import { ConnectionError } from "@fluxwire/transport";
import { type Address, formatAddress } from "./address.ts";
import { requirePermission } from "./permission.ts";
import { ALPN, type ClientTls, handshakeTls, tlsError } from "./tls.ts";

/**
 * Connects, once.
 *
 * @throws {ConnectionError} `SocketUnreachable`, `PermissionMissing`, `TlsFailed`.
 */
export async function open(address: Address, tls: ClientTls | null): Promise<Deno.Conn> {
  requirePermission("connect to", address);
  const action = `connect to ${formatAddress(address)}`;
  if (address.kind === "unix") {
    if (tls !== null) throw new TypeError("Cannot use TLS on a Unix socket: give no tls, or HOST:PORT");
    return await Deno.connect({ transport: "unix", path: address.path }).catch((cause) => {
      throw openError(action, cause);
    });
  }
  const { hostname, port } = address;
  const conn = await Deno.connect({ hostname, port }).catch((cause) => {
    throw openError(action, cause);
  });
  conn.setNoDelay(true);
  if (tls === null) return conn;
  const { caCerts = [], serverName = hostname } = tls;
  let secure: Deno.TlsConn;
  try {
    secure = await Deno.startTls(conn, { hostname: serverName, caCerts, alpnProtocols: ALPN });
  } catch (cause) {
    conn.close();
    throw tlsError(action, cause);
  }
  try {
    await handshakeTls(secure, action);
  } catch (error) {
    secure.close();
    throw error;
  }
  return secure;
}

function openError(action: string, cause: unknown): ConnectionError {
  const text = cause instanceof Error ? cause.message.replaceAll("\0", "") : String(cause);
  if (cause instanceof Deno.errors.NotFound || cause instanceof Deno.errors.ConnectionRefused) {
    return new ConnectionError("SocketUnreachable", `Cannot ${action}: nothing listens there; start the server`, {
      cause,
    });
  }
  if (cause instanceof Deno.errors.NotCapable || cause instanceof Deno.errors.PermissionDenied) {
    return new ConnectionError("PermissionMissing", `Cannot ${action}: ${text}`, { cause });
  }
  return new ConnectionError("SocketUnreachable", `Cannot ${action}: ${text}`, { cause });
}
