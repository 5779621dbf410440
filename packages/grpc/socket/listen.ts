/**
 * Sockets that listen.
 *
 * @module
 */
import { ConnectionError } from "@fluxwire/transport";
import { isAbandoned } from "@fluxwire/transport/internal";
import { type Address, formatAddress } from "./address.ts";
import { requirePermission } from "./permission.ts";
import { ALPN, type ServerTls } from "./tls.ts";

/** A socket that listens. */
export interface BoundSocket {
  /** What accepts. */
  readonly listener: Deno.Listener<Deno.Conn>;
  /** Where it listens, with the port that the system chose for port 0. */
  readonly address: Address;
}

/**
 * Listens. A Unix socket that no process serves any more is taken over; a file that is no socket never. Its file has the
 * mode 0600.
 *
 * @throws {ConnectionError} `SocketInUse`, `SocketNameInvalid` or `PermissionMissing`; `TlsFailed` for a certificate that
 * cannot be read.
 */
export async function listen(address: Address, tls: ServerTls | null): Promise<BoundSocket> {
  requirePermission("listen on", address);
  if (address.kind === "unix") {
    if (tls !== null) throw new TypeError("Cannot use TLS on a Unix socket: give no tls, or HOST:PORT");
    return { listener: await listenUnix(address.path), address };
  }
  const { hostname, port } = address;
  try {
    const listener = tls === null
      ? Deno.listen({ hostname, port })
      : Deno.listenTls({ hostname, port, cert: tls.cert, key: tls.key, alpnProtocols: ALPN });
    return { listener, address: { kind: "tcp", hostname, port: (listener.addr as Deno.NetAddr).port } };
  } catch (cause) {
    throw listenError(address, cause);
  }
}

async function listenUnix(path: string): Promise<Deno.Listener<Deno.Conn>> {
  try {
    return bindUnix(path);
  } catch (cause) {
    if (!(cause instanceof Deno.errors.AddrInUse) || !await isAbandoned(path)) {
      throw listenError({ kind: "unix", path }, cause);
    }
  }
  try {
    Deno.removeSync(path);
    return bindUnix(path);
  } catch (cause) {
    throw listenError({ kind: "unix", path }, cause);
  }
}

/** Connecting needs the right to write: with the usual umask no other user has it before the mode is set either. */
function bindUnix(path: string): Deno.UnixListener {
  const listener = Deno.listen({ transport: "unix", path });
  if (Deno.build.os !== "windows") Deno.chmodSync(path, 0o600);
  return listener;
}

function listenError(address: Address, cause: unknown): ConnectionError {
  const action = `Cannot listen on ${formatAddress(address)}`;
  const text = cause instanceof Error ? cause.message : String(cause);
  if (cause instanceof Deno.errors.AddrInUse) {
    const message =
      `${action}: another program listens there, or a file is in the way; stop it or choose another address`;
    return new ConnectionError("SocketInUse", message, { cause });
  }
  if (cause instanceof Deno.errors.NotCapable || cause instanceof Deno.errors.PermissionDenied) {
    return new ConnectionError("PermissionMissing", `${action}: ${text}`, { cause });
  }
  if (cause instanceof Deno.errors.InvalidData) {
    return new ConnectionError("TlsFailed", `${action}: ${text}; give cert and key in PEM`, { cause });
  }
  return new ConnectionError("SocketNameInvalid", `${action}: ${text}`, { cause });
}
