/**
 * Accepts connections and serves them side by side, up to a limit.
 *
 * @module
 */
import { type Clock, ConnectionError, type Listener, SYSTEM_CLOCK, type Transport } from "@fluxwire/transport";
import { boundsOf } from "../checked.ts";
import { RpcError } from "../errors.ts";
import { DEFAULT_LIMITS, type Limits } from "../limits.ts";
import { Peer, type PeerHandler } from "./peer.ts";

/** Connections over the limit that are told so at once; any more are closed without a word. */
const MAX_REFUSALS = 16;

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
  readonly #peers = new Set<Peer>();
  readonly #running = new Set<Promise<void>>();

  /**
   * Serves what the listener accepts, once it runs.
   *
   * @throws {RangeError} for a limit of messages that the codec cannot keep.
   */
  constructor(listener: Listener, options: ServerOptions) {
    this.#listener = listener;
    this.#options = options;
    this.#limits = { ...DEFAULT_LIMITS, ...options.limits };
    for (const role of ["request", "response"] as const) boundsOf(role, this.#limits);
    this.#clock = options.clock ?? SYSTEM_CLOCK;
  }

  /** Connections that are open. */
  get connections(): number {
    return this.#peers.size;
  }

  /** Accepts until {@link close}; resolves when the last connection is over. */
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

  /** Accepts no more and ends every connection, once what was sent is written. */
  async close(): Promise<void> {
    this.#listener.close();
    await Promise.all([...this.#peers].map(async (peer) => {
      await peer.flush();
      peer.close();
    }));
  }
}

/** Answers the first request of a connection over the limit with the reason, and closes. */
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
