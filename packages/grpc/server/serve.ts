/**
 * A server of gRPC.
 *
 * @module
 */
import { type Clock, SYSTEM_CLOCK } from "@fluxwire/transport";
import type { Keepalive } from "../http2/keepalive.ts";
import { DEFAULT_GRPC_LIMITS, type GrpcLimits } from "../limits.ts";
import { parseAddress } from "../socket/address.ts";
import { listen } from "../socket/listen.ts";
import type { ServerTls } from "../socket/tls.ts";
import type { Authorize } from "./authorize.ts";
import type { ServiceImplementation } from "./handlers.ts";
import { routesOf } from "./routes.ts";
import { GrpcServer, type WhereFailed } from "./server.ts";

/** What {@link serve} takes. */
export interface ServeOptions {
  /**
   * `unix:PATH`, `HOST:PORT` or `[::1]:PORT`; port 0 lets the system choose. Without one, only what is given to
   * `handle` is served.
   *
   * @default {undefined}
   */
  address?: string;
  /** What is served, from `implement`. */
  services: readonly ServiceImplementation[];
  /**
   * The certificate, for TLS on HOST:PORT.
   *
   * @default {undefined}
   */
  tls?: ServerTls;
  /**
   * Other bounds than the usual ones.
   *
   * @default {DEFAULT_GRPC_LIMITS}
   */
  limits?: Partial<GrpcLimits>;
  /**
   * Asks silent clients whether they live; without it a client whose machine vanished is noticed by the system only.
   *
   * @default {undefined}
   */
  keepalive?: Keepalive;
  /**
   * Takes what a handler threw that is no `GrpcError`, and why a connection broke. The default writes to the console.
   *
   * @default {console.error}
   */
  onError?(error: unknown, where: WhereFailed): void;
  /**
   * Sees each call before anything else does, also one of a method that does not exist: what it throws is the answer.
   *
   * @default {undefined}
   */
  authorize?: Authorize;
  /**
   * The clock of deadlines and limits.
   *
   * @default {SYSTEM_CLOCK}
   */
  clock?: Clock;
}

/**
 * Listens and serves.
 *
 * Permissions: `--allow-net=HOST:PORT`; for a Unix socket `--allow-net=unix:PATH`, `--allow-read=PATH` and
 * `--allow-write=PATH`.
 *
 * @returns The server, which listens already; it runs until it is stopped.
 * @throws {ConnectionError} `SocketInUse`, `SocketNameInvalid`, `PermissionMissing` or `TlsFailed`.
 * @throws {TypeError} If two services have the same method, or TLS is asked for on a Unix socket.
 */
export async function serve(options: ServeOptions): Promise<GrpcServer> {
  const { address, services, tls = null, keepalive = null, authorize = null, clock = SYSTEM_CLOCK } = options;
  const routes = routesOf(services);
  const limits = { ...DEFAULT_GRPC_LIMITS, ...options.limits };
  const bound = address === undefined ? null : await listen(parseAddress(address), tls);
  const onError = options.onError?.bind(options) ?? writeError;
  return new GrpcServer(bound, { routes, limits, clock, keepalive, authorize, onError });
}

function writeError(error: unknown, { peer, method }: WhereFailed): void {
  console.error(`gRPC: ${method === null ? `connection of ${peer} broke` : `handler of ${method} failed`}:`, error);
}
