/**
 * A server that runs.
 *
 * @module
 */
import { type Clock, ConnectionError, type Transport } from "@fluxwire/transport";
import type { Keepalive } from "../http2/keepalive.ts";
import type { GrpcLimits } from "../limits.ts";
import { formatAddress } from "../socket/address.ts";
import { type ByteStream, type Duplex, fromDuplex, fromTransport, isTransport } from "../socket/byte_stream.ts";
import type { BoundSocket } from "../socket/listen.ts";
import { SocketStream } from "../socket/socket_stream.ts";
import { handshakeTls } from "../socket/tls.ts";
import type { Authorize } from "./authorize.ts";
import type { Route } from "./routes.ts";
import { ServerConnection } from "./server_connection.ts";

/** Where something failed. */
export interface WhereFailed {
  /** The client's address. */
  readonly peer: string;
  /** The method's path; null for a connection. */
  readonly method: string | null;
}

/** What a server works with. */
export interface ServerSetup {
  /** The methods. */
  routes: ReadonlyMap<string, Route>;
  /** The bounds. */
  limits: GrpcLimits;
  /** The timers. */
  clock: Clock;
  /** Whether clients are asked if they live. */
  keepalive: Keepalive | null;
  /** Sees each call first; null for none. */
  authorize: Authorize | null;
  /** Takes what failed. */
  onError(error: unknown, where: WhereFailed): void;
}

/** How long a pause follows when the system cannot accept, for lack of descriptors for example. */
const ACCEPT_PAUSE_MS = 50;

/** A server of gRPC, as `serve` gives it. */
export class GrpcServer {
  readonly #setup: ServerSetup;
  readonly #bound: BoundSocket | null;
  readonly #connections = new Set<ServerConnection>();
  /** TLS connections whose handshake goes on. */
  readonly #handshaking = new Set<Deno.Conn>();
  readonly #finished = Promise.withResolvers<void>();
  readonly #accepting: Promise<void>;
  #isStopping = false;

  /** Starts to accept. */
  constructor(bound: BoundSocket | null, setup: ServerSetup) {
    this.#bound = bound;
    this.#setup = setup;
    this.#accepting = bound === null ? Promise.resolve() : this.#acceptAll(bound.listener);
  }

  /** Where it listens, as `connect` takes it; null without an address. */
  get address(): string | null {
    return this.#bound === null ? null : formatAddress(this.#bound.address);
  }

  /** Connections that are open, those whose TLS handshake goes on included. */
  get connections(): number {
    return this.#connections.size + this.#handshaking.size;
  }

  /** Resolves when the server has stopped. */
  get finished(): Promise<void> {
    return this.#finished.promise;
  }

  /**
   * Serves one more connection: a tunnel in place of a socket. It counts as the others do.
   *
   * @param duplex Belongs to the server, which closes it.
   * @param peer What handlers see as `peer`.
   */
  handle(duplex: Duplex | Transport, peer: string = "injected"): void {
    const bytes = isTransport(duplex) ? fromTransport(duplex) : fromDuplex(duplex);
    if (this.#isStopping || this.#isFull) return bytes.close();
    this.#serve(bytes, peer);
  }

  /**
   * Stops: accepts nothing more, refuses new calls with REFUSED_STREAM, waits for those that run, and closes. The socket's
   * file is removed. Stopping again waits for the same end, with the shorter time.
   *
   * @param graceMs How long calls may go on, in milliseconds; then they are cancelled.
   */
  async stop(graceMs: number = 0): Promise<void> {
    if (!this.#isStopping) this.#stopAccepting();
    const { clock } = this.#setup;
    const closeAll = () => {
      for (const { connection } of [...this.#connections]) connection.close();
    };
    for (const { connection } of [...this.#connections]) connection.drain();
    const timer = graceMs > 0 ? clock.setTimeout(closeAll, graceMs) : closeAll();
    this.#finishIfEmpty();
    // Deno removes the socket's file when it has stopped to accept: another server may only then take the path.
    await Promise.all([this.#accepting, this.#finished.promise]);
    clock.clearTimeout(timer);
  }

  get #isFull(): boolean {
    return this.connections >= this.#setup.limits.maxConnections;
  }

  #stopAccepting(): void {
    this.#isStopping = true;
    this.#bound?.listener.close();
    for (const conn of this.#handshaking) conn.close();
  }

  async #acceptAll(listener: Deno.Listener<Deno.Conn>): Promise<void> {
    while (!this.#isStopping) {
      try {
        this.#accept(await listener.accept());
      } catch (error) {
        if (this.#isStopping) return;
        this.#setup.onError(error, { peer: formatAddress(this.#bound!.address), method: null });
        await new Promise<void>((resolve) => this.#setup.clock.setTimeout(resolve, ACCEPT_PAUSE_MS));
      }
    }
  }

  #accept(conn: Deno.Conn): void {
    if (this.#isStopping || this.#isFull) return conn.close();
    if ("handshake" in conn) this.#acceptTls(conn as Deno.TlsConn);
    else {
      if ("setNoDelay" in conn) (conn as Deno.TcpConn).setNoDelay(true);
      this.#serve(new SocketStream(conn), this.#peerOf(conn));
    }
  }

  /**
   * Deno does not close the socket of a handshake that has not ended: it counts as a connection until its client goes.
   */
  async #acceptTls(conn: Deno.TlsConn): Promise<void> {
    const { clock, limits, onError } = this.#setup;
    const peer = this.#peerOf(conn);
    let isLate = false;
    this.#handshaking.add(conn);
    const timer = clock.setTimeout(() => {
      isLate = true;
      const message = `Cannot accept TLS: no handshake within handshakeTimeoutMs ${limits.handshakeTimeoutMs}`;
      onError(new ConnectionError("Timeout", message), { peer, method: null });
    }, limits.handshakeTimeoutMs);
    try {
      await handshakeTls(conn, "accept TLS");
      this.#handshaking.delete(conn);
      if (this.#isStopping || isLate) conn.close();
      else this.#serve(new SocketStream(conn), peer);
    } catch (error) {
      this.#handshaking.delete(conn);
      try {
        conn.close();
      } catch { /* The end of the server closed it. */ }
      if (!this.#isStopping && !isLate) onError(error, { peer, method: null });
    } finally {
      clock.clearTimeout(timer);
      this.#finishIfEmpty();
    }
  }

  #peerOf(conn: Deno.Conn): string {
    const address = conn.remoteAddr;
    if (address.transport === "tcp") return formatAddress({ kind: "tcp", ...address });
    return formatAddress(this.#bound!.address);
  }

  #serve(bytes: ByteStream, peer: string): void {
    const connection = new ServerConnection(bytes, peer, {
      ...this.#setup,
      onClosed: () => {
        this.#connections.delete(connection);
        this.#finishIfEmpty();
      },
    });
    this.#connections.add(connection);
    connection.run();
  }

  #finishIfEmpty(): void {
    if (this.#isStopping && this.#connections.size === 0 && this.#handshaking.size === 0) this.#finished.resolve();
  }
}
