/**
 * Accepts connections and serves them side by side, up to limits.
 *
 * @module
 */
import { type Clock, ConnectionError, type Listener, SYSTEM_CLOCK, type Transport } from "@fluxwire/transport";
import { DEFAULT_LIMITS, type Limits } from "../limits.ts";
import { Admission } from "./admission.ts";
import { Peer, type PeerHandler } from "./peer.ts";

/** How long accepting rests after it failed, in milliseconds: descriptors that ran out come back as connections end. */
const ACCEPT_PAUSE_MS = 100;

/** What {@link Server} serves with. */
export interface ServerOptions {
  /** Makes the handler of a new connection. */
  open(peer: Peer): PeerHandler;
  /**
   * Told when a connection could not be accepted; the server goes on.
   *
   * @default nobody
   */
  onAcceptError?(error: ConnectionError): void;
  /**
   * The limits that differ from the defaults.
   *
   * @default {}
   */
  limits?: Partial<Limits>;
  /**
   * Sets the timers of connections, and of the rest after a failure.
   *
   * @default {SYSTEM_CLOCK}
   */
  clock?: Clock;
}

/** A driver's end of a socket: every connection of it. */
export class Server {
  readonly #listener: Listener;
  readonly #options: ServerOptions;
  readonly #limits: Limits;
  readonly #clock: Clock;
  readonly #admission: Admission;
  readonly #running = new Set<Promise<void>>();

  /** Serves what the listener accepts, once it runs. */
  constructor(listener: Listener, options: ServerOptions) {
    this.#listener = listener;
    this.#options = options;
    this.#limits = { ...DEFAULT_LIMITS, ...options.limits };
    this.#clock = options.clock ?? SYSTEM_CLOCK;
    this.#admission = new Admission(this.#limits, this.#clock);
  }

  /** Connections whose Hello was accepted. */
  get connections(): number {
    return this.#admission.introduced;
  }

  /** Connections whose Hello was not accepted, or has not come yet. */
  get strangers(): number {
    return this.#admission.strangers;
  }

  /** Accepts until {@link close}; resolves when the last connection is over. */
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

  /** Accepts no more and ends every connection, once what was sent is written. */
  async close(): Promise<void> {
    this.#listener.close();
    this.#admission.close();
    await Promise.all(this.#admission.peers.map(async (peer) => {
      await peer.flush();
      peer.close();
    }));
  }
}
