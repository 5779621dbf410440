/**
 * Accepts connections and serves them concurrently, up to limits.
 *
 * @module
 */
import { type Clock, ConnectionError, type Listener, SYSTEM_CLOCK, type Transport } from "@fluxwire/transport";
import { DEFAULT_LIMITS, type Limits } from "../limits.ts";
import { Admission } from "./admission.ts";
import { Peer, type PeerHandler } from "./peer.ts";

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
  readonly #admission: Admission;
  readonly #running = new Set<Promise<void>>();

  /** A server of a listener's connections; accepts none before {@link run}. */
  constructor(listener: Listener, options: ServerOptions) {
    this.#listener = listener;
    this.#options = options;
    this.#limits = { ...DEFAULT_LIMITS, ...options.limits };
    this.#clock = options.clock ?? SYSTEM_CLOCK;
    this.#admission = new Admission(this.#limits, this.#clock);
  }

  /** The number of connections whose Hello was accepted. */
  get connections(): number {
    return this.#admission.introduced;
  }

  /** Connections whose Hello was not accepted, or has not come yet. */
  get strangers(): number {
    return this.#admission.strangers;
  }

  /** Accepts connections until {@link close}; resolves when the last connection has ended. */
  async run(): Promise<void> {
    const options = {
      limits: this.#limits,
      clock: this.#clock,
      heard: (peer: Peer) => this.#admission.heard(peer),
      admit: (peer: Peer) => this.#admission.admit(peer),
    };
    for (let transport = await this.#accept(); transport !== null; transport = await this.#accept()) {
      const peer = new Peer(transport, this.#options.open, options);
      this.#admission.enter(peer);
      const done = peer.run().then(() => {
        this.#admission.leave(peer);
        this.#running.delete(done);
      });
      this.#running.add(done);
    }
    await Promise.all(this.#running);
  }

  /** The next connection; null once the listener is closed. */
  async #accept(): Promise<Transport | null> {
    for (;;) {
      await this.#admission.untilPlace();
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
    this.#admission.close();
    await Promise.all(this.#admission.peers.map(async (peer) => {
      await peer.flush();
      peer.close();
    }));
  }
}
