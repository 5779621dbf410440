/**
 * A session that listens.
 *
 * @module
 */
import { type GrpcServer, serve as serveGrpc, type ServerTls } from "@fluxwire/grpc";
import { guardOf } from "./passphrase.ts";
import { servicesOf } from "./services.ts";
import type { Session } from "./session.ts";

/** Where, and how, a session listens. */
export interface ListenOptions {
  /** `unix:PATH` or `HOST:PORT`; port 0 lets the system choose. Without one, tunnels alone are served. */
  readonly address?: string;
  /**
   * The certificate, for TLS on HOST:PORT.
   *
   * @default {undefined}
   */
  readonly tls?: ServerTls;
  /**
   * What each call must have in its metadata; null for nothing.
   *
   * @default {null}
   */
  readonly passphrase?: string | null;
}

/** How long the client of a tunnel may take to come, in milliseconds: its router lets the exporter come first. */
const TUNNEL_MS = 60_000;

/** The longest request that is taken, in bytes: Python sends arguments of any size. */
const MAX_REQUEST = 67_108_864;

/**
 * Lets a session listen.
 *
 * @returns The server, to be stopped before the session is closed.
 * @throws {ConnectionError} `SocketInUse`, `SocketNameInvalid`, `PermissionMissing` or `TlsFailed`.
 */
export function listen(session: Session, { address, tls, passphrase = null }: ListenOptions = {}): Promise<GrpcServer> {
  return serveGrpc({
    address,
    tls,
    services: servicesOf(session),
    authorize: passphrase === null ? undefined : guardOf(passphrase),
    limits: { maxReceiveBytes: MAX_REQUEST, ...address === undefined ? { handshakeTimeoutMs: TUNNEL_MS } : {} },
    onError(error, { peer, method }) {
      const text = error instanceof Error ? error.message : String(error);
      // Clients come and go: one that looks whether the exporter listens hangs up at once.
      if (method === null) session.log.add("INFO", `Connection of ${peer} broke: ${text}`);
      else session.log.add("ERROR", `${method} failed: ${error instanceof Error ? error.stack ?? text : text}`);
    },
  });
}
