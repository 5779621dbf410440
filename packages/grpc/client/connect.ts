/**
 * Connects to a server of gRPC.
 *
 * @module
 */
import { type Clock, SYSTEM_CLOCK, type Transport } from "@fluxwire/transport";
import { Metadata, type MetadataInit } from "../call/metadata.ts";
import type { Keepalive } from "../http2/keepalive.ts";
import { DEFAULT_GRPC_LIMITS, type GrpcLimits } from "../limits.ts";
import { type Address, formatAddress, parseAddress } from "../socket/address.ts";
import { type ByteStream, type Duplex, fromDuplex, fromTransport, isTransport } from "../socket/byte_stream.ts";
import { open } from "../socket/open.ts";
import { SocketStream } from "../socket/socket_stream.ts";
import type { ClientTls } from "../socket/tls.ts";
import { type Channel, ClientChannel, untilReady } from "./channel.ts";
import { openWithin } from "./open_within.ts";

/** What {@link connect} takes besides the address. */
export interface ConnectOptions {
  /**
   * Asks for TLS, on HOST:PORT only.
   *
   * @default {undefined}
   */
  tls?: ClientTls;
  /**
   * Sent with every call.
   *
   * @default {undefined}
   */
  metadata?: MetadataInit;
  /**
   * The name of the server in each call.
   *
   * @default HOST:PORT, or `localhost` for a Unix socket and a tunnel
   */
  authority?: string;
  /**
   * `:scheme` of each call, for a tunnel that has TLS by itself.
   *
   * @default `https` with `tls`, else `http`
   */
  scheme?: "http" | "https";
  /**
   * Other bounds than the usual ones.
   *
   * @default {DEFAULT_GRPC_LIMITS}
   */
  limits?: Partial<GrpcLimits>;
  /**
   * Asks a silent server whether it lives. Servers may refuse frequent PINGs.
   *
   * @default {undefined}
   */
  keepalive?: Keepalive;
  /**
   * Gives up connecting when it aborts; the promise then rejects with its reason.
   *
   * @default {undefined}
   */
  signal?: AbortSignal;
  /**
   * The clock of deadlines and limits.
   *
   * @default {SYSTEM_CLOCK}
   */
  clock?: Clock;
}

/**
 * Connects once, and waits until the server speaks HTTP/2.
 *
 * Permissions: `--allow-net=HOST:PORT`; for a Unix socket `--allow-net=unix:PATH`, `--allow-read=PATH` and
 * `--allow-write=PATH`.
 *
 * @param address `unix:PATH`, `HOST:PORT`, `[::1]:PORT`, or a tunnel in place of a socket, which the channel closes.
 * @returns A channel, to be closed.
 * @throws {ConnectionError} `SocketUnreachable`, `SocketNameInvalid`, `PermissionMissing`, `TlsFailed`, `Timeout` after
 * `handshakeTimeoutMs`, or `ConnectionClosed` if the server hangs up.
 * @throws {ProtocolError} If what answers does not speak HTTP/2.
 */
export async function connect(address: string | Duplex | Transport, options: ConnectOptions = {}): Promise<Channel> {
  const { clock = SYSTEM_CLOCK, signal, tls = null, keepalive = null } = options;
  const limits = { ...DEFAULT_GRPC_LIMITS, ...options.limits };
  const metadata = new Metadata(options.metadata);
  signal?.throwIfAborted();
  const place = typeof address === "string" ? parseAddress(address) : null;
  const start = clock.now();
  const bytes = place === null
    ? streamOf(address as Duplex | Transport)
    : new SocketStream(await openWithin(open(place, tls), limits.handshakeTimeoutMs, clock, signal));
  const channel = new ClientChannel({
    bytes,
    metadata,
    authority: options.authority ?? authorityOf(place),
    scheme: options.scheme ?? (tls === null ? "http" : "https"),
    limits,
    clock,
    keepalive,
  });
  const left = Math.max(1, limits.handshakeTimeoutMs - (clock.now() - start));
  return await untilReady(channel, left, clock, signal);
}

function streamOf(duplex: Duplex | Transport): ByteStream {
  return isTransport(duplex) ? fromTransport(duplex) : fromDuplex(duplex);
}

function authorityOf(address: Address | null): string {
  return address?.kind === "tcp" ? formatAddress(address) : "localhost";
}
