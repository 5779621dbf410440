/**
 * Accepts connections and serves them concurrently, up to a limit.
 *
 * @module
 */
import { type Clock, ConnectionError, type Listener, SYSTEM_CLOCK, type Transport } from "@fluxwire/transport";
import { RpcError } from "../errors.ts";
import { DEFAULT_LIMITS, type Limits } from "../limits.ts";
import { Peer, type PeerHandler } from "./peer.ts";

/** The most connections over the limit that get an error at the same time; any more are closed without an answer. */
const MAX_REFUSALS = 16;

/** The pause after a failure to accept, in milliseconds: used-up file descriptors are freed as connections end. */
const ACCEPT_PAUSE_MS = 100;

/** The options of {@link Server}. */
export interface ServerOptions {
  /** Creates the handler of a new connection. */
  open(peer: Peer): PeerHandler;
  /**
   * Called when a connection could not be accepted; the server goes on.
   *
   * @default {undefined}
   */
  onAcceptError?(error: ConnectionError): void;
  /**
   * Changes to the default limits.
   *
   * @default {}
   */
  limits?: Partial<Limits>;
  /**
   * The clock for the timers of connections, and for the pause after a failure.
   *
   * @default {SYSTEM_CLOCK}
   */
  clock?: Clock;
}

/** A driver's end of a socket, with all its connections. */
export class Server {
  readonly #listener: Listener;
  readonly #options: ServerOptions;
  readonly #limits: Limits;
  readonly #clock: Clock;
  readonly #peers = new Set<Peer>();
  readonly #running = new Set<Promise<void>>();

  /** A server of a listener's connections; accepts none before {@link run}. */
  constructor(listener: Listener, options: ServerOptions) {
    this.#listener = listener;
    this.#options = options;
    this.#limits = { ...DEFAULT_LIMITS, ...options.limits };
    this.#clock = options.clock ?? SYSTEM_CLOCK;
  }

  /** The number of open connections. */
  get connections(): number {
    return this.#peers.size;
  }

  /** Accepts connections until {@link close}; resolves when the last connection has ended. */
  async run(): Promise<void> {
    for (let transport = await this.#accept(); transport !== null; transport = await this.#accept()) {
      const { maxConnections } = this.#limits;
      if (this.#peers.size >= maxConnections + MAX_REFUSALS) {
        transport.close();
        continue;
      }
      const open = this.#peers.size < maxConnections
        ? this.#options.open
        : (peer: Peer) => new Refusal(peer, maxConnections);
      const peer = new Peer(transport, open, { limits: this.#limits, clock: this.#clock });
      this.#peers.add(peer);
      const done = peer.run().then(() => {
        this.#peers.delete(peer);
        this.#running.delete(done);
      });
      this.#running.add(done);
    }
    await Promise.all(this.#running);
  }

  /** The next connection; null once the listener is closed. */
  async #accept(): Promise<Transport | null> {
    for (;;) {
      try {
        return await this.#listener.accept();
      } catch (error) {
        if (!(error instanceof ConnectionError)) throw error;
        this.#options.onAcceptError?.(error);
        await new Promise<void>((resolve) => this.#clock.setTimeout(resolve, ACCEPT_PAUSE_MS));
      }
    }
  }

  /** Stops accepting, and closes every connection once its sent answers are written. */
  async close(): Promise<void> {
    this.#listener.close();
    await Promise.all([...this.#peers].map(async (peer) => {
      await peer.flush();
      peer.close();
    }));
  }
}

/** Answers the first request of a connection over the limit with an error, and closes it. */
class Refusal implements PeerHandler {
  readonly #peer: Peer;
  readonly #error: RpcError;

  constructor(peer: Peer, maxConnections: number) {
    this.#peer = peer;
    const text = `Cannot accept connection: maxConnections ${maxConnections} are open; close one, or raise the limit`;
    this.#error = new RpcError("Transport", text, { retriable: true });
  }

  request(request: Parameters<PeerHandler["request"]>[0]): void {
    this.#refuse(request);
  }

  unreadable(header: Parameters<PeerHandler["unreadable"]>[0]): void {
    this.#refuse(header);
  }

  closed(): void {}

  #refuse(
    { protocolVersion, requestId }: Pick<Parameters<PeerHandler["request"]>[0], "protocolVersion" | "requestId">,
  ): void {
    const { code, message, retriable } = this.#error;
    const body = { type: "Error", code, message, retriable } as const;
    this.#peer.send({ protocolVersion, requestId, sessionId: null, done: true, body });
    this.#peer.flush().then(() => this.#peer.close());
  }
}
