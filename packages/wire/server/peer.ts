/**
 * A host as the driver sees it: requests in, answers out, on one connection.
 *
 * @module
 */
import { type Clock, Connection, ProtocolError, SYSTEM_CLOCK, type Transport } from "@fluxwire/transport";
import { encodeShared } from "../codec.ts";
import type { DriverRequestEnvelope, DriverResponseEnvelope } from "../dto.ts";
import { MalformedError, type MessageHeader, type ProtocolErrorCode } from "../errors.ts";
import type { Layout } from "../layout.ts";
import { DEFAULT_LIMITS, type Limits } from "../limits.ts";
import { RequestReader } from "./request_reader.ts";

/** What a driver does with a peer. Nothing here may block: the connection's reader waits for it to return. */
export interface PeerHandler {
  /** A request was read. */
  request(request: DriverRequestEnvelope): void;
  /** A request's header was read, its body was not: it must be answered all the same. */
  unreadable(header: MessageHeader, error: MalformedError): void;
  /** The connection is over; `reason` is null where the peer simply left. */
  closed(reason: Error | null): void;
}

/** What a {@link Peer} is bound by. */
export interface PeerOptions {
  /**
   * The limits that differ from the defaults.
   *
   * @default {}
   */
  limits?: Partial<Limits>;
  /**
   * Sets the timers of the handshake and of frames.
   *
   * @default {SYSTEM_CLOCK}
   */
  clock?: Clock;
}

/** One connection on the driver's end. */
export class Peer {
  readonly #connection: Connection;
  readonly #reader: RequestReader;
  readonly #limits: Partial<Limits>;
  readonly #handler: PeerHandler;
  readonly #clock: Clock;
  #handshake: unknown;

  /** A connection that has been accepted; `open` gives what handles it. Nothing is read before {@link run}. */
  constructor(transport: Transport, open: (peer: Peer) => PeerHandler, options: PeerOptions = {}) {
    this.#limits = options.limits ?? {};
    this.#clock = options.clock ?? SYSTEM_CLOCK;
    this.#reader = new RequestReader(this.#limits);
    this.#connection = new Connection(transport, {
      limits: this.#limits,
      clock: this.#clock,
      onPayload: (payload) => this.#receive(payload),
    });
    this.#handler = open(this);
  }

  /** The layout of the connection; 0.7.1 before the first frame. */
  get layout(): Layout {
    return this.#reader.layout ?? "0.7.1";
  }

  /** Whether the host's release is in no table, so that the layout is only the nearest known one. */
  get isUnknownRelease(): boolean {
    return this.#reader.isUnknownRelease;
  }

  /** Serves the connection until it is over. Never rejects. */
  async run(): Promise<void> {
    const { handshakeTimeoutMs } = { ...DEFAULT_LIMITS, ...this.#limits };
    if (Number.isFinite(handshakeTimeoutMs)) {
      const giveUp = () => this.close(handshakeTimeout(handshakeTimeoutMs));
      this.#handshake = this.#clock.setTimeout(giveUp, handshakeTimeoutMs);
    }
    const reason = await this.#connection.run();
    this.#clock.clearTimeout(this.#handshake);
    this.#handler.closed(reason);
  }

  /** The peer has introduced itself: it may be silent from now on. */
  introduced(): void {
    this.#clock.clearTimeout(this.#handshake);
  }

  /**
   * Sends an answer.
   *
   * @throws {MalformedError} for an answer that has no form in the layout; nothing is sent.
   * @throws {ProtocolError} `FrameTooLong` for one that is too long; nothing is sent.
   */
  send(response: DriverResponseEnvelope): void {
    this.#connection.send(encodeShared("response", this.layout, response, { limits: this.#limits }));
  }

  /**
   * Sends an answer that is encoded already. It must not change until it is written.
   *
   * @throws {ProtocolError} `FrameTooLong` or `FrameEmpty`; nothing is sent.
   */
  sendPayload(payload: Uint8Array): void {
    this.#connection.send(payload);
  }

  /** Resolves when what was sent so far is written. */
  flush(): Promise<void> {
    return this.#connection.flush();
  }

  /** Ends the connection. */
  close(reason?: Error): void {
    this.#connection.close(reason);
  }

  #receive(payload: Uint8Array): void {
    let request: DriverRequestEnvelope;
    try {
      request = this.#reader.read(payload);
    } catch (error) {
      if (!(error instanceof MalformedError) || error.header === null) throw error;
      this.#handler.unreadable(error.header, error);
      return;
    }
    this.#handler.request(request);
  }
}

function handshakeTimeout(ms: number): ProtocolError {
  return new ProtocolError<ProtocolErrorCode>(
    "HandshakeTimeout",
    `Cannot wait for Hello: none came within handshakeTimeoutMs ${ms}`,
  );
}
